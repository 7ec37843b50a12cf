package dev.unfold.jobs.process;

import java.util.Locale;
import org.apache.spark.SparkException;

/**
 * Recommends settings after memory was not sufficient.
 *
 * @param local whether driver and tasks are this process
 * @param heapBytes the maximum size of the heap of this process
 */
record MemoryAdvice(boolean local, long heapBytes) {
  private static final long MIB = 1L << 20;

  /** Returns the advice for this process. */
  static MemoryAdvice here() {
    boolean local = System.getProperty("spark.master", "local").startsWith("local");
    return new MemoryAdvice(local, Runtime.getRuntime().maxMemory());
  }

  /** Describes in one line which memory was not enough and what to do. */
  String describe(Throwable error) {
    return what(error).replaceFirst("\\.$", "") + "; " + remedy(error);
  }

  private static String what(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("memory") ? message : "out of memory: " + message;
  }

  private String remedy(Throwable error) {
    String need = "; training.batch, training.steps and the sizes of network decide the need";
    if (local) {
      return String.format(
          Locale.ROOT,
          "set UNFOLD_MEMORY above %,d MiB, the heap of this process, or below it where the memory"
              + " outside of the heap is short%s",
          heapBytes / MIB,
          need);
    }
    return isOfTask(error)
        ? "raise --executor-memory, or spark.executor.memoryOverhead for what is outside of the heap"
            + need
        : "raise --driver-memory" + need;
  }

  private static boolean isOfTask(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkException) {
        return true;
      }
    }
    return false;
  }
}
