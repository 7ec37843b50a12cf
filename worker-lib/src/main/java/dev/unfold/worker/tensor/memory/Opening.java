package dev.unfold.worker.tensor.memory;

import java.util.function.Supplier;

/** Opens what holds memory outside of the heap, which no garbage collector frees. */
public final class Opening {
  private Opening() {}

  /**
   * Returns what is opened.
   *
   * @param close closes what was opened before it; it is called if opening fails
   */
  public static <T> T orElse(Runnable close, Supplier<T> open) {
    boolean success = false;
    try {
      T opened = open.get();
      success = true;
      return opened;
    } finally {
      if (!success) {
        close.run();
      }
    }
  }
}
