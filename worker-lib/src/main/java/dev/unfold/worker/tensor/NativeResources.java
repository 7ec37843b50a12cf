package dev.unfold.worker.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native objects with one end of life, so that none waits for the garbage collector. */
final class NativeResources implements AutoCloseable {
  private final Deque<Pointer> objects = new ArrayDeque<>();

  /** Takes an object over; the last one taken is released first. */
  <P extends Pointer> P own(P object) {
    objects.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!objects.isEmpty()) {
      objects.pop().close();
    }
  }
}
