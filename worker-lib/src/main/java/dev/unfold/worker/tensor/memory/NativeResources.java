package dev.unfold.worker.tensor.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Native objects that are released together, so that none waits for the garbage collector. */
public final class NativeResources implements AutoCloseable {
  private final Deque<Pointer> objects = new ArrayDeque<>();

  /** Registers an object; the last one registered is released first. */
  public <P extends Pointer> P register(P object) {
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
