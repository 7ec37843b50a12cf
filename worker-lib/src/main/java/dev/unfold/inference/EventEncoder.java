package dev.unfold.inference;

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
  EncodedEvent event(String place, Map<String, ?> event, StateContent before) throws IOException;
}
