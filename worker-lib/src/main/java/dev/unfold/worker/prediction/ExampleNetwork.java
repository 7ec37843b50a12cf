package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.DecoderTokens;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleChunkLayout;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.TargetSettings;
import java.io.Serializable;

/**
 * A network over examples, and what they mean.
 *
 * @param settings of the network
 * @param input what of a row it reads
 * @param target what of a row it predicts
 * @param form what the fields mean
 */
public record ExampleNetwork(
    NetworkSettings settings, InputSettings input, TargetSettings target, ExampleSchema form)
    implements Serializable {
  private static final long MOST_FLOATS = (Integer.MAX_VALUE - 128L) / Float.BYTES;

  /** Vectors of width H that a layer keeps of each step, at most: the LSTM's gates and tanh(c). */
  private static final int VECTORS_OF_A_STEP = 5;

  /** Returns the topology, built anew: it is cheap and does not travel. */
  Network build() {
    return Network.of(settings, shape());
  }

  private DataShape shape() {
    return ExampleShape.of(input, target, form);
  }

  /** Returns whether it makes a sequence of each example. */
  public boolean makesSequences() {
    return place() == TargetPosition.OWN_SEQUENCE;
  }

  /** Returns whether an example cannot be cut into chunks. */
  boolean readsWhole() {
    return settings.readsWhole() || makesSequences();
  }

  /**
   * The most steps that an example may have: of one that cannot be cut, no layer may keep more than
   * 2 GB.
   */
  public int longestInput() {
    if (!readsWhole()) {
      return Integer.MAX_VALUE;
    }
    int width = Math.max(VECTORS_OF_A_STEP * settings.hidden(), settings.embedding());
    return BatchShape.limitWithin(MOST_FLOATS / Math.max(1, width) - 1);
  }

  TargetPosition place() {
    return ExampleShape.place(target);
  }

  /** Returns whether what is put out begins with the last step of the row. */
  boolean putsOutReversed() {
    return input.reversed() && place() == TargetPosition.EVERY_STEP;
  }

  /** Returns the layout of examples in chunks of the given shape. */
  ExampleChunkLayout chunks(BatchShape batch) {
    return new ExampleChunkLayout(
        batch.steps(), batch.lanes(), shape(), place(), settings.encoder().spelling().letters());
  }

  /** Returns the tokens of a network that generates sequences. */
  DecoderTokens tokens() {
    return DecoderTokens.of(((FieldSchema.Tokens) form.target()).vocabulary());
  }

  /** Returns a collector of the outputs of an example. */
  OutputCollector collector(OutputOptions options) {
    if (form.target() instanceof FieldSchema.Numbers numbers) {
      return new OutputCollector.OfFrames(numbers.scale());
    }
    return form.target() instanceof FieldSchema.Sets
        ? new OutputCollector.OfSets(options)
        : new OutputCollector.OfClasses(options);
  }
}
