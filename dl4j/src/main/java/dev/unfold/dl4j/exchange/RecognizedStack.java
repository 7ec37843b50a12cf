package dev.unfold.dl4j.exchange;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.NetworkSettings.CellKind;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A DL4J network whose layers match those of a built-in one.
 *
 * @param inputs the number of tokens in the vocabulary, or of numbers in a frame
 * @param embedding the width E of the embedding, if there is one
 * @param recurrent the recurrent layers
 * @param layers the number L of recurrent layers
 * @param pooling the pooling of a sequence to a vector, if there is one
 * @param target the kind of the target
 * @param targets the number of classes, or of numbers in a frame
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
   * @param cell the cell of each layer
   * @param hidden the width H of each direction
   * @param bidirectional whether there are two directions
   */
  record Recurrent(CellKind cell, int hidden, boolean bidirectional) {
    /** Returns the width of the outputs. */
    int width() {
      return bidirectional ? 2 * hidden : hidden;
    }
  }
}
