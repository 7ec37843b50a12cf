package dev.unfold.driver.prediction.stream;

import dev.unfold.worker.prediction.stream.StreamState;
import dev.unfold.worker.prediction.stream.StreamStateException;
import dev.unfold.worker.sequence.row.SequencePosition;
import java.util.Arrays;
import scala.Tuple2;

/**
 * The state of the events of a key.
 *
 * @param position the position of its last event; empty before the first
 * @param stream the state of its sequence
 */
record KeyState(byte[] position, StreamState stream) {
  /** Returns the state before the first event. */
  static KeyState initial(String model) {
    return new KeyState(new byte[0], StreamState.initial(model));
  }

  /** Returns the state that was stored. */
  static KeyState of(Tuple2<byte[], byte[]> stored) throws StreamStateException {
    return new KeyState(stored._1(), StreamState.of(stored._2()));
  }

  /** Returns what Spark stores. */
  Tuple2<byte[], byte[]> stored() {
    return new Tuple2<>(position, stream.toBytes());
  }

  /** Returns whether the position of an event is before that of the last one. */
  boolean isAfter(byte[] event) {
    return Arrays.compareUnsigned(event, position) < 0;
  }

  /**
   * Returns the state that the next event finds: that of its sequence or, if it starts one or is
   * the first that the model reads, an initial one.
   *
   * @param event the position of the event
   * @param model the model
   */
  StreamState before(byte[] event, StreamModel model) {
    boolean continues =
        position.length > 0
            && stream.model().equals(model.hash())
            && SequencePosition.continues(position, event, model.sequence().gap());
    if (!continues) {
      return StreamState.initial(model.hash());
    }
    int window = model.sequence().window().length();
    return window > 0 && stream.events() % window == 0 ? stream.restarted() : stream;
  }
}
