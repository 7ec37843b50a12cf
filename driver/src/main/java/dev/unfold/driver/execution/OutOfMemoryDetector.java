package dev.unfold.driver.execution;

import dev.unfold.worker.error.ErrorKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes jobs that failed because an executor or the driver had not enough memory. */
final class OutOfMemoryDetector {
  /**
   * Matches what Spark and cluster managers report of such a process. An executor of Spark ends
   * with code 52 when its heap is full.
   */
  private static final Pattern SIGNS =
      Pattern.compile("OutOfMemoryError|OOMKilled|exit(?:ed)?(?: with)? (?:code|status):? 52\\b");

  /** Matches reports that are whole sentences, which are repeated to the user. */
  private static final Pattern SENTENCES =
      Pattern.compile(
          "Container [^:\\n]*exceeding (?:physical|virtual) memory limits[^\\n]*"
              + "|Total size of serialized results [^\\n]*");

  private OutOfMemoryDetector() {}

  /** Returns whether a job failed for lack of memory. */
  static boolean tells(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return ErrorKind.of(failure) == ErrorKind.RESOURCES
        || SIGNS.matcher(message).find()
        || SENTENCES.matcher(message).find();
  }

  /** Describes in one line which memory was not enough. */
  static String describe(Throwable failure) {
    if (ErrorKind.of(failure) == ErrorKind.RESOURCES) {
      return "out of memory: " + failure.getMessage();
    }
    Matcher sentence = SENTENCES.matcher(String.valueOf(failure.getMessage()));
    return "out of memory: "
        + (sentence.find() ? sentence.group().strip() : "executors ended for want of it");
  }
}
