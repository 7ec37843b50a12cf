package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network with the schema of its examples.
 *
 * @param settings the settings of the network
 * @param inputs the inputs that it reads from a row
 * @param target the target that it predicts
 * @param schema the schema of the fields
 */
public record ExampleNetwork(
    NetworkSettings settings, InputColumns inputs, TargetSettings target, ExampleSchema schema)
    implements Serializable {
  /** The column of the tokens of a language model of text. */
  public static final String TOKEN_COLUMN = "token";

  private static final long MAX_FLOATS = (Integer.MAX_VALUE - 128L) / Float.BYTES;

  /**
   * Returns a language model of text as a network over sequences of tokens, which are in the {@link
   * #TOKEN_COLUMN}.
   */
  public static ExampleNetwork ofText(TextModel text) {
    FieldSchema tokens = new FieldSchema.Tokens(text.vocabulary());
    return new ExampleNetwork(
        text.model().config().network(),
        InputColumns.of(
            new InputSettings(TOKEN_COLUMN, InputSettings.Kind.WORDS, 0, false, false, false, 0)),
        new TargetSettings("", TargetSettings.Kind.NEXT, 0),
        new ExampleSchema(tokens, tokens, new FieldSchema.None()));
  }

  /** Builds the topology, which is cheap and not serialized. */
  Network build() {
    Network network = Networks.of(settings, shape());
    return target.kind() == TargetSettings.Kind.TAGS
            && schema.target() instanceof FieldSchema.Classes tags
        ? network.withTags(tags.labels().all(), inputs.reversed())
        : network;
  }

  private DataShape shape() {
    return ExampleShape.of(inputs, target, schema);
  }

  /** Returns whether it generates a sequence for each example. */
  public boolean makesSequences() {
    return place() == TargetPosition.OWN_SEQUENCE;
  }

  /**
   * Returns whether it can copy tokens of its input: both are texts of the same kind of tokens, and
   * it attends to the steps of the input.
   */
  public boolean canCopy() {
    return settings instanceof LayeredNetworkSettings layered
        && layered.decoder().attention() != DecoderSettings.Attention.NONE
        && makesSequences()
        && inputs.columns().size() == 1
        && readsTokensOfTarget(inputs.columns().get(0).kind());
  }

  private boolean readsTokensOfTarget(InputSettings.Kind input) {
    return switch (target.kind()) {
      case WORDS -> input == InputSettings.Kind.WORDS;
      case CHARACTERS -> input == InputSettings.Kind.CHARACTERS;
      default -> false;
    };
  }

  /** Returns whether it knows when each token of a sequence is said. */
  public boolean knowsTimes() {
    return settings instanceof HybridSettings;
  }

  /**
   * Returns the number of steps that are read ahead of a chunk; {@link Context#UNBOUNDED} if an
   * example cannot be split into chunks.
   */
  int lookAhead() {
    return settings.lookAhead();
  }

  /**
   * Returns the maximum number of steps of an example: no layer may keep more than 2 GB for a
   * chunk.
   */
  public int longestInput() {
    int longest = BatchShape.limitWithin(MAX_FLOATS / settings.activationsPerStep() - 1);
    BatchShape ofLonger = BatchShape.of(lookAhead(), Integer.MAX_VALUE, 1, 1);
    return lookAhead() == 0 || ofLonger.longestChunk() <= longest ? Integer.MAX_VALUE : longest;
  }

  /**
   * Returns the number of steps from which an example can be predicted in segments; empty if it
   * cannot be, because the first output depends on the last step, or a sequence is generated.
   */
  public OptionalInt leastSteps() {
    boolean whole = makesSequences() || !inputs.hasSequence() || inputs.reversed();
    return whole || lookAhead() == Context.UNBOUNDED || longestInput() < Integer.MAX_VALUE
        ? OptionalInt.empty()
        : OptionalInt.of(BatchShape.of(lookAhead(), Integer.MAX_VALUE, 1, 1).longestChunk());
  }

  TargetPosition place() {
    return ExampleShape.place(target);
  }

  /** Returns whether the outputs begin with the last step of the row. */
  boolean hasReversedOutputs() {
    return inputs.reversed() && place() == TargetPosition.EVERY_STEP;
  }

  /** Returns whether it predicts which class the next step of an example has. */
  public boolean predictsNextClass() {
    return predictsLaterClass() && target.ahead() == 1;
  }

  /** Returns whether it predicts which class the next step of an example or a later one has. */
  public boolean predictsLaterClass() {
    boolean classes =
        schema.target() instanceof FieldSchema.Tokens
            || schema.target() instanceof FieldSchema.Classes;
    return classes && target.kind() == TargetSettings.Kind.NEXT;
  }

  /**
   * Returns what it predicts instead of how probable the next word or category of a sequence is;
   * empty if it predicts that.
   */
  public Optional<String> otherThanScores() {
    if (target.kind() != TargetSettings.Kind.NEXT) {
      return Optional.of(
          "one whose target is not the next step (corpus.target.kind = "
              + SettingKeys.of(target.kind())
              + ")");
    }
    if (!predictsLaterClass()) {
      InputSettings predicted = inputs.columns().get(inputs.predicted(target));
      return Optional.of("one that predicts the values of column " + predicted.column());
    }
    if (target.ahead() != 1) {
      return Optional.of("one that predicts a later step (ahead = " + target.ahead() + ")");
    }
    return inputs.reversed()
        ? Optional.of("one that reads sequences from their ends (reversed = true)")
        : Optional.empty();
  }

  /** Returns the class of the end of a sequence, if that is predicted. */
  OptionalInt boundary() {
    return target.boundaries() && schema.target() instanceof FieldSchema.Tokens tokens
        ? tokens.vocabulary().boundary()
        : OptionalInt.empty();
  }

  /** Returns the layout of examples in chunks of the given shape. */
  ExampleChunkLayout chunks(BatchShape batch) {
    return new ExampleChunkLayout(
        batch.longestChunk(), batch.lanes(), shape(), place(), settings.charactersPerWord());
  }

  /** Returns the vocabulary of a network that generates sequences. */
  public Vocabulary vocabulary() {
    return ((FieldSchema.Tokens) schema.target()).vocabulary();
  }

  private SeenClasses seen(OutputOptions options) {
    return options.newOnly()
        ? SeenClasses.of(ExampleShape.predictedTokens(inputs, target, schema.input()), boundary())
        : SeenClasses.ignored();
  }

  /**
   * Returns a collector of the outputs of an example.
   *
   * @param distribution what the outputs say about a target
   */
  OutputCollector collector(OutputDistribution distribution, OutputOptions options) {
    return switch (distribution) {
      case CATEGORICAL ->
          options.scores()
              ? new ScoreCollector(options.topK(), boundary())
              : new OutputCollector.OfClasses(options, distribution, seen(options));
      case PATH -> new OutputCollector.OfClasses(options, distribution, SeenClasses.ignored());
      case ALIGNED -> throw new IllegalStateException("sequences are decoded, not collected");
      case BERNOULLI -> new OutputCollector.OfSets(options);
      case REAL ->
          schema.target() instanceof FieldSchema.Changes changes
              ? new OutputCollector.OfChanges(
                  changes, ExampleShape.firstPredicted(inputs, target, schema.input()))
              : new OutputCollector.OfFrames(((FieldSchema.Numbers) schema.target()).scale());
    };
  }
}
