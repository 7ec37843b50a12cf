package dev.unfold.jobs.process;

import dev.unfold.worker.error.ErrorKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of commands. */
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "failed"),
  BAD_USAGE(2, "bad usage or configuration"),
  NOTHING_NEW(3, "nothing new to train on"),
  REFUSED(4, "trained, but refused promotion"),
  INTERRUPTED(5, "interrupted; the same command resumes"),
  OUT_OF_MEMORY(6, "out of memory; see docs/memory.md");

  private final int code;
  private final String description;

  ExitCode(int code, String description) {
    this.code = code;
    this.description = description;
  }

  /** Returns the exit code of a command that failed with an error of the kind. */
  public static ExitCode of(ErrorKind kind) {
    return switch (kind) {
      case USAGE, CONFIGURATION -> BAD_USAGE;
      case RESOURCES -> OUT_OF_MEMORY;
      case DATA, STORAGE, INTERNAL -> FAILED;
    };
  }

  /** Returns the exit code of the process. */
  public int code() {
    return code;
  }

  /** Returns a description in one line for users. */
  public String description() {
    return description;
  }

  /** Returns the description of each code, in order. */
  public static Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    Arrays.stream(values())
        .forEach(c -> descriptions.put(Integer.toString(c.code()), c.description()));
    return descriptions;
  }
}
