package dev.unfold.inference;

import dev.unfold.worker.prediction.stream.StreamEvent;
import dev.unfold.worker.prediction.stream.StreamState;
import java.io.IOException;
import java.util.Map;

/** Encodes the events of streams. */
interface EventEncoder {
  /**
   * Encodes an event.
   *
   * @param place the event, for messages
   * @param event the values of its columns
   * @param before the state of its stream
   * @throws IOException if a value cannot be used
   */
  StreamEvent event(String place, Map<String, ?> event, StreamState before) throws IOException;
}
