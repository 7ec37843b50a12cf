package dev.unfold.dl4j.exchange;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A DL4J network whose layers match those of a built-in one.
 *
 * @param inputs the number of tokens in the vocabulary, or of numbers in a frame
 * @param embedding the width E of the embedding, if there is one
 * @param layers the recurrent layers, from the lowest to the highest
 * @param pooling the pooling of a sequence to a vector, if there is one
 * @param target the kind of the target
 * @param targets the number of classes, or of numbers in a frame
 */
record RecognizedStack(
    int inputs,
    OptionalInt embedding,
    List<RecurrentSettings> layers,
    Optional<Pooling> pooling,
    DataShape.Target target,
    int targets) {
  RecognizedStack {
    layers = List.copyOf(layers);
  }

  /** Returns the highest recurrent layer. */
  RecurrentSettings top() {
    return layers.get(layers.size() - 1);
  }
}
