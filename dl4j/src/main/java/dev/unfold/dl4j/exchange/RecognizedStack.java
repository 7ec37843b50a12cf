package dev.unfold.dl4j.exchange;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.EncoderSettings.Pooling;
import dev.unfold.worker.settings.NetworkSettings.CellKind;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network of DL4J whose layers the built-in ones have, too.
 *
 * @param inputs tokens of a vocabulary, or numbers of a frame
 * @param embedding E, where tokens are embedded
 * @param recurrent the recurrent layers
 * @param layers L, how many of them
 * @param pooling how a sequence becomes a vector, if it does
 * @param target what is predicted
 * @param targets classes, or numbers of a frame
 */
record RecognizedStack(
    int inputs,
    OptionalInt embedding,
    Recurrent recurrent,
    int layers,
    Optional<Pooling> pooling,
    DataShape.Target target,
    int targets) {

  /**
   * The properties that all recurrent layers of a network share.
   *
   * @param cell of each
   * @param hidden H, of each direction
   * @param bidirectional whether there are two directions
   */
  record Recurrent(CellKind cell, int hidden, boolean bidirectional) {
    /** Returns the width of the outputs. */
    int width() {
      return bidirectional ? 2 * hidden : hidden;
    }
  }
}
