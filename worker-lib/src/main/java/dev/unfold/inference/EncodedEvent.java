package dev.unfold.inference;

import dev.unfold.worker.sequence.example.Example;
import java.util.List;
import java.util.OptionalInt;

/**
 * An event as a network reads it.
 *
 * @param steps the step of the event, after that of the boundary before a sequence if the network
 *     reads one
 * @param actual the class of the event, if the model predicts the next class
 * @param first the encoded first event, as {@link StateContent} keeps it
 * @param previous the event itself, encoded, as {@link StateContent} keeps it
 */
record EncodedEvent(List<Step> steps, OptionalInt actual, byte[] first, byte[] previous) {
  /**
   * A step.
   *
   * @param example an example of this step alone
   * @param start whether the network forgets what it read before
   */
  record Step(Example example, boolean start) {}
}
