package dev.unfold.inference;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Supplier;

/** Objects of which each is used by one thread at a time and then by another one. */
final class Pool<T> implements AutoCloseable {
  private final ConcurrentLinkedDeque<T> idle = new ConcurrentLinkedDeque<>();
  private final Supplier<T> opening;
  private final Closing<T> closing;
  private volatile boolean closed;

  /** Releases an object. */
  interface Closing<T> {
    void close(T object);
  }

  /**
   * @param opening creates an object when all are in use
   */
  Pool(Supplier<T> opening, Closing<T> closing) {
    this.opening = opening;
    this.closing = closing;
  }

  /** Uses an object; one whose use failed is not used again. */
  <R> R use(Function<T, R> use) {
    ModelException.require(!closed, "an open model", "one that was closed");
    T free = idle.poll();
    T object = free == null ? opening.get() : free;
    boolean done = false;
    try {
      R result = use.apply(object);
      done = true;
      return result;
    } finally {
      if (done) {
        idle.push(object);
      } else {
        closing.close(object);
      }
      if (closed) {
        close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (T object = idle.poll(); object != null; object = idle.poll()) {
      closing.close(object);
    }
  }
}
