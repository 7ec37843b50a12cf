package dev.unfold.inference;

import dev.unfold.worker.prediction.stream.StreamState;

/**
 * The state of a stream between two events. It is immutable and belongs to the model that made it.
 */
public final class State {
  private final StreamState content;

  State(StreamState content) {
    this.content = content;
  }

  StreamState content() {
    return content;
  }

  /** Returns the number of events of the stream. */
  public long events() {
    return content.events();
  }

  /** Returns the hash of the parameters of the model that the state belongs to. */
  public String modelHash() {
    return content.model();
  }

  /** Returns the state as bytes, which {@link Model#restore} reads. */
  public byte[] toBytes() {
    return content.toBytes();
  }
}
