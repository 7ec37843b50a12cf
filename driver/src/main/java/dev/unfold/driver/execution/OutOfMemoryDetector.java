package dev.unfold.driver.execution;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes jobs that failed because an executor or the driver did not have enough memory. */
final class OutOfMemoryDetector {
  /**
   * Matches the reports of Spark and cluster managers about such a process. An executor of Spark
   * exits with code 52 when its heap is full.
   */
  private static final Pattern SIGNS =
      Pattern.compile("OutOfMemoryError|OOMKilled|exit(?:ed)?(?: with)? (?:code|status):? 52\\b");

  /** Matches reports that are complete sentences, which are shown to the user. */
  private static final Pattern SENTENCES =
      Pattern.compile(
          "Container [^:\\n]*exceeding (?:physical|virtual) memory limits[^\\n]*"
              + "|Total size of serialized results [^\\n]*");

  private OutOfMemoryDetector() {}

  /** Returns whether a job failed for lack of memory. */
  static boolean indicatesOutOfMemory(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return ClassifiedError.kindOf(failure) == ErrorKind.RESOURCES
        || SIGNS.matcher(message).find()
        || SENTENCES.matcher(message).find();
  }

  /** Returns one line that describes which memory was insufficient. */
  static String describe(Throwable failure) {
    if (ClassifiedError.kindOf(failure) == ErrorKind.RESOURCES) {
      return "out of memory: " + failure.getMessage();
    }
    Matcher sentence = SENTENCES.matcher(String.valueOf(failure.getMessage()));
    return "out of memory: "
        + (sentence.find() ? sentence.group().strip() : "executors exited for lack of memory");
  }
}
