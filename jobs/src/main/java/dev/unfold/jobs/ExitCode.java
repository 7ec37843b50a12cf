package dev.unfold.jobs;

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
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The code of a command that failed with an error. */
  static ExitCode of(Throwable error) {
    return switch (ErrorKind.of(error)) {
      case CONFIGURATION -> BAD_USAGE;
      case RESOURCES -> OUT_OF_MEMORY;
      case DATA, STORAGE, INTERNAL -> FAILED;
    };
  }

  /** Returns the exit code of the process. */
  public int code() {
    return code;
  }

  /** One line for a person. */
  public String meaning() {
    return meaning;
  }

  /** The meaning of each code, in order. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(c -> meanings.put(Integer.toString(c.code()), c.meaning()));
    return meanings;
  }
}
