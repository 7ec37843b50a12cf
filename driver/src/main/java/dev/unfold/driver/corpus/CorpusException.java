package dev.unfold.driver.corpus;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Text that cannot be used; the message says what is wrong and where. */
public final class CorpusException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;
  private static final int MOST_COMPLAINTS = 10;

  private final ErrorKind kind;

  public CorpusException(String message) {
    this(ErrorKind.DATA, message);
  }

  /** For settings that do not fit the text, such as a column that a table does not have. */
  public CorpusException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A path that leads nowhere is a matter of the configuration, as its cause says. */
  public CorpusException(String message, Throwable cause) {
    super(message, cause);
    boolean known = cause instanceof ClassifiedError;
    kind = known ? ((ClassifiedError) cause).kind() : ErrorKind.DATA;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }

  /**
   * Refuses a text that tasks complained about. They hand complaints back as results: Spark would
   * try a task that throws again, and the text would be no better.
   *
   * @param complaints a line each, in any order
   * @throws CorpusException unless there are none
   */
  public static void requireNone(List<String> complaints) throws CorpusException {
    if (complaints.isEmpty()) {
      return;
    }
    String message =
        complaints.stream().sorted().limit(MOST_COMPLAINTS).collect(Collectors.joining("\n"));
    int more = complaints.size() - MOST_COMPLAINTS;
    throw new CorpusException(more > 0 ? message + "\nand " + more + " more like these" : message);
  }
}
