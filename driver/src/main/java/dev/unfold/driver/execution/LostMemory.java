package dev.unfold.driver.execution;

import dev.unfold.worker.error.ErrorKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises jobs that failed because an executor or the driver had not enough memory. */
final class LostMemory {
  /**
   * What Spark and cluster managers say of such a process. An executor of Spark ends with code 52
   * when its heap is full.
   */
  private static final Pattern SIGNS =
      Pattern.compile(
          "OutOfMemoryError|OOMKilled|exit(?:ed)?(?: with)? (?:code|status):? 52\\b"
              + "|[^.\\n]*exceeding (?:physical|virtual) memory limits[^\\n]*"
              + "|[^:\\n]* is bigger than \\S*[mM]axResultSize[^\\n]*");

  private LostMemory() {}

  /** Whether a failure tells of memory that was not enough. */
  static boolean tells(Throwable failure) {
    return ErrorKind.of(failure) == ErrorKind.RESOURCES || signs(failure).find();
  }

  /** What was not enough, in a line. */
  static String describe(Throwable failure) {
    if (failure instanceof OutOfMemoryError || ErrorKind.of(failure) == ErrorKind.RESOURCES) {
      return "out of memory: " + failure.getMessage();
    }
    Matcher signs = signs(failure);
    boolean sentence = signs.find() && signs.group().indexOf(' ') > 0;
    boolean exit = sentence && signs.group().startsWith("exit");
    return sentence && !exit
        ? "out of memory: " + signs.group().strip()
        : "out of memory: executors ended for want of it";
  }

  private static Matcher signs(Throwable failure) {
    return SIGNS.matcher(String.valueOf(failure.getMessage()));
  }
}
