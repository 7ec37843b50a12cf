package dev.unfold.worker.prediction.stream;

import dev.unfold.worker.sequence.example.Example;
import java.util.List;
import java.util.OptionalInt;

/**
 * An event as a network reads it.
 *
 * @param steps the step of the event, after that of the boundary before a sequence if the network
 *     reads one
 * @param actual the class of the event, if the network predicts the next class
 * @param first the encoded first event, as {@link StreamState} keeps it
 * @param previous the event itself, encoded, as {@link StreamState} keeps it
 */
public record StreamEvent(List<Step> steps, OptionalInt actual, byte[] first, byte[] previous) {
  /**
   * A step.
   *
   * @param example an example of this step alone
   * @param start whether the network forgets what it read before
   */
  public record Step(Example example, boolean start) {}
}
