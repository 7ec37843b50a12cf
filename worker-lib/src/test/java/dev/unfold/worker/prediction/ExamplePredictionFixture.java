package dev.unfold.worker.prediction;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayerNormalizationSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small networks of every shape, and examples that they read. */
final class ExamplePredictionFixture {
  static final int EXAMPLES = 40;
  static final int WIDTH = 3;

  private static final int LONGEST = 130; // more than two chunks
  private static final FieldSchema WORDS =
      new FieldSchema.Tokens(Vocabulary.of(List.of("a", "b", "c", "d", "e"), false));
  private static final FieldSchema SENTENCES =
      new FieldSchema.Tokens(Vocabulary.of(List.of("x", "y", "z"), true));
  private static final FieldSchema CHARACTERS =
      new FieldSchema.Tokens(Vocabulary.of(List.of("p", "q"), false));
  private static final FieldSchema CLASSES =
      new FieldSchema.Classes(new LabelSet(List.of("k", "l", "m")));
  private static final FieldSchema CHUNKS =
      new FieldSchema.Classes(new LabelSet(List.of("B-k", "B-l", "I-k", "I-l", "O")));
  private static final FieldSchema SETS = new FieldSchema.Sets(WIDTH);
  private static final FieldSchema NUMBERS =
      new FieldSchema.Numbers(new FrameScale(List.of(5.0, 0.0, -300.0), List.of(0.5, 1.0, 100.0)));
  private static final FieldSchema CHANGES =
      new FieldSchema.Changes(
          (FieldSchema.Numbers) NUMBERS,
          new FrameScale(List.of(0.1, 0.0, -3.0), List.of(0.05, 0.1, 10.0)));
  private static final FieldSchema NOTHING = new FieldSchema.None();

  private ExamplePredictionFixture() {}

  static List<ExampleNetwork> networks() {
    return List.of(
        words(Kind.SEQUENCE_TO_VECTOR, true, Pooling.MAX, TargetSettings.Kind.LABEL, CLASSES),
        words(Kind.SEQUENCE_TO_VECTOR, false, Pooling.MEAN, TargetSettings.Kind.LABEL, CLASSES),
        words(Kind.SEQUENCE_TO_VECTOR, false, Pooling.LAST, TargetSettings.Kind.VECTOR, NUMBERS),
        words(Kind.TAGGER, true, Pooling.LAST, TargetSettings.Kind.TAGS, CLASSES),
        words(Kind.TAGGER, false, Pooling.LAST, TargetSettings.Kind.TAGS, CLASSES),
        words(Kind.TAGGER, false, Pooling.LAST, TargetSettings.Kind.FRAMES, NUMBERS),
        words(Kind.TAGGER, true, Pooling.LAST, TargetSettings.Kind.SETS, SETS),
        spelled(),
        frames(InputSettings.Kind.FRAMES, NUMBERS),
        frames(InputSettings.Kind.SETS, SETS),
        lookingAhead(Kind.TAGGER, Pooling.LAST, 1, TargetSettings.Kind.TAGS),
        lookingAhead(Kind.SEQUENCE_TO_VECTOR, Pooling.MEAN, 3, TargetSettings.Kind.LABEL),
        joined(InputSettings.Into.STEPS),
        joined(InputSettings.Into.FIRST_STATE),
        changing(),
        chunks(OutputSettings.Kind.CRF, true, false),
        chunks(OutputSettings.Kind.CRF_BIO, false, false));
  }

  /** Returns a network whose tags are predicted together. */
  static ExampleNetwork chunks(OutputSettings.Kind kind, boolean bidirectional, boolean reversed) {
    return new ExampleNetwork(
        settings(
            Kind.TAGGER,
            RecurrentSettings.stack(CellKind.GRU, 1, 10, bidirectional),
            Pooling.LAST,
            1,
            new OutputSettings(kind, List.of(), 1, false, false)),
        InputColumns.of(new InputSettings("i", InputSettings.Kind.WORDS, 0, reversed, true, false)),
        new TargetSettings("t", TargetSettings.Kind.TAGS, 0),
        new ExampleSchema(WORDS, CHUNKS, NOTHING));
  }

  static List<ExampleNetwork> decoders() {
    InputColumns label = input(InputSettings.Kind.LABEL, false);
    TargetSettings target = new TargetSettings("t", TargetSettings.Kind.WORDS, 0);
    return List.of(
        words(Kind.SEQUENCE_TO_SEQUENCE, true, Pooling.LAST, TargetSettings.Kind.WORDS, SENTENCES),
        new ExampleNetwork(
            settings(Kind.VECTOR_TO_SEQUENCE, false, Pooling.LAST),
            label,
            target,
            new ExampleSchema(CLASSES, SENTENCES, NOTHING)));
  }

  /** Returns a network that aligns the tokens of a sequence with its input. */
  static ExampleNetwork aligned() {
    return words(Kind.CTC, true, Pooling.LAST, TargetSettings.Kind.WORDS, SENTENCES);
  }

  /** Returns examples of all lengths, some of them equal. */
  static List<Example> examples(ExampleNetwork network) {
    CounterRandom random = new CounterRandom(7);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      int most = i % 4 == 0 ? LONGEST : 12;
      int steps = network.inputs().hasSequence() ? 1 + (int) (most * random.uniform(i)) : 1;
      examples.add(example(network, steps, random.derive(i)));
    }
    return examples;
  }

  private static Example example(ExampleNetwork network, int steps, CounterRandom random) {
    FieldSequence input = input(network.schema().input(), steps, random);
    Optional<FieldSequence.IdSets> characters = Optional.empty();
    if (network.schema().characters().size() > 0) {
      int[][] ids = new int[steps][];
      int size = network.schema().characters().size();
      Arrays.setAll(ids, step -> new int[] {1, step % size, size - 1});
      characters = Optional.of(new FieldSequence.IdSets(ids));
    }
    return new Example(input, new FieldSequence.Ids(new int[0]), characters);
  }

  private static FieldSequence input(FieldSchema schema, int steps, CounterRandom random) {
    if (schema instanceof FieldSchema.Parts parts) {
      return new FieldSequence.Parts(
          parts.parts().stream().map(part -> input(part, steps, random)).toList());
    }
    if (schema instanceof FieldSchema.Numbers) {
      float[] values = new float[steps * WIDTH];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.gaussian(i);
      }
      return new FieldSequence.Frames(values, WIDTH);
    }
    if (schema instanceof FieldSchema.Sets) {
      int[][] sets = new int[steps][];
      Arrays.setAll(sets, step -> new int[] {(int) (WIDTH * random.uniform(step))});
      return new FieldSequence.IdSets(sets);
    }
    int[] ids = new int[steps];
    Arrays.setAll(ids, step -> (int) (schema.size() * random.uniform(step)));
    return new FieldSequence.Ids(ids);
  }

  /**
   * Returns a network that reads inputs of all kinds.
   *
   * @param into where it reads two of them
   */
  private static ExampleNetwork joined(InputSettings.Into into) {
    return new ExampleNetwork(
        settings(Kind.TAGGER, false, Pooling.LAST),
        new InputColumns(
            List.of(
                new InputSettings("n", InputSettings.Kind.FRAMES, 0, false, true, false),
                new InputSettings("w", InputSettings.Kind.WORDS, 0, false, true, false, 5),
                new InputSettings("s", InputSettings.Kind.SETS, WIDTH, false, true, false)
                    .with(into),
                new InputSettings("c", InputSettings.Kind.CATEGORIES, 0, false, true, false)
                    .with(into))),
        new TargetSettings("t", TargetSettings.Kind.TAGS, 0),
        new ExampleSchema(
            new FieldSchema.Parts(List.of(NUMBERS, WORDS, SETS, WORDS)), CLASSES, NOTHING));
  }

  private static ExampleNetwork words(
      Kind kind,
      boolean bidirectional,
      Pooling pooling,
      TargetSettings.Kind target,
      FieldSchema schema) {
    return new ExampleNetwork(
        settings(kind, bidirectional, pooling),
        input(InputSettings.Kind.WORDS, false),
        new TargetSettings("t", target, WIDTH),
        new ExampleSchema(WORDS, schema, NOTHING));
  }

  private static ExampleNetwork spelled() {
    return new ExampleNetwork(
        settings(Kind.TAGGER, true, Pooling.LAST),
        input(InputSettings.Kind.WORDS, true),
        new TargetSettings("t", TargetSettings.Kind.TAGS, 0),
        new ExampleSchema(WORDS, CLASSES, CHARACTERS));
  }

  private static ExampleNetwork frames(InputSettings.Kind kind, FieldSchema schema) {
    return new ExampleNetwork(
        settings(Kind.NEXT_FRAME, false, Pooling.LAST),
        input(kind, false),
        new TargetSettings("", TargetSettings.Kind.NEXT, 0),
        new ExampleSchema(schema, schema, NOTHING));
  }

  /** Returns a network that predicts the changes of the second of two inputs. */
  static ExampleNetwork changing() {
    return new ExampleNetwork(
        settings(Kind.NEXT_FRAME, false, Pooling.LAST),
        new InputColumns(
            List.of(
                new InputSettings("s", InputSettings.Kind.SETS, WIDTH, false, true, false),
                new InputSettings("n", InputSettings.Kind.FRAMES, 0, false, true, false))),
        new TargetSettings(
            "n", TargetSettings.Kind.NEXT, 0, false, ScoringSettings.defaults(), 1, true, 0, false),
        new ExampleSchema(new FieldSchema.Parts(List.of(SETS, NUMBERS)), CHANGES, NOTHING));
  }

  /** Returns networks of every kind of layer, none of which sees later steps. */
  static List<ExampleNetwork> ofPastSteps() {
    return List.of(
        tags(RecurrentSettings.stack(CellKind.LSTM, 2, 10, false), OutputSettings.softmax()),
        tags(RecurrentSettings.stack(CellKind.RNN, 1, 10, false), OutputSettings.softmax()),
        tags(
            List.of(new TimeDelaySettings(6, List.of(-4, -1, 0), Activation.TANH, true)),
            OutputSettings.softmax()),
        tags(
            List.of(
                new DilatedConvolutionSettings(6, 2, List.of(1, 2, 4), 2, 5, Activation.RELU, 0),
                new LayerNormalizationSettings(),
                new GruSettings(6, false)),
            OutputSettings.softmax()),
        tags(
            List.of(new DenseSettings(6, Activation.TANH, false)),
            new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 4, false, true)),
        next(5),
        next(3000),
        joined(InputSettings.Into.FIRST_STATE),
        joined(InputSettings.Into.BOTH));
  }

  private static ExampleNetwork tags(List<LayerSettings> layers, OutputSettings output) {
    return new ExampleNetwork(
        settings(Kind.TAGGER, layers, Pooling.LAST, 1, output),
        input(InputSettings.Kind.WORDS, false),
        new TargetSettings("t", TargetSettings.Kind.TAGS, WIDTH),
        new ExampleSchema(WORDS, CLASSES, NOTHING));
  }

  /** Returns a network that predicts the next word of a vocabulary. */
  static ExampleNetwork next(int size) {
    FieldSchema words = words(size, false);
    return new ExampleNetwork(
        settings(
            Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.LSTM, 1, 10, false),
            Pooling.LAST,
            1),
        input(InputSettings.Kind.WORDS, false),
        new TargetSettings("", TargetSettings.Kind.NEXT, 0),
        new ExampleSchema(words, words, NOTHING));
  }

  /** Returns networks that read vocabularies of a size, and the last that generates such words. */
  static List<ExampleNetwork> ofVocabulary(int size) {
    FieldSchema words = words(size, false);
    InputColumns input = input(InputSettings.Kind.WORDS, false);
    return List.of(
        next(size),
        new ExampleNetwork(
            settings(Kind.TAGGER, true, Pooling.LAST),
            input,
            new TargetSettings("t", TargetSettings.Kind.TAGS, 0),
            new ExampleSchema(words, CLASSES, NOTHING)),
        new ExampleNetwork(
            settings(Kind.TAGGER, true, Pooling.LAST),
            input(InputSettings.Kind.WORDS, true),
            new TargetSettings("t", TargetSettings.Kind.TAGS, 0),
            new ExampleSchema(WORDS, CLASSES, words)),
        new ExampleNetwork(
            settings(Kind.SEQUENCE_TO_SEQUENCE, true, Pooling.LAST),
            input,
            new TargetSettings("t", TargetSettings.Kind.WORDS, 0),
            new ExampleSchema(words, words(size, true), NOTHING)));
  }

  private static FieldSchema words(int size, boolean boundary) {
    return new FieldSchema.Tokens(
        Vocabulary.of(IntStream.range(0, size).mapToObj(i -> "w" + i).toList(), boundary));
  }

  /** Returns a network with a recurrent layer between layers that see later steps. */
  private static ExampleNetwork lookingAhead(
      Kind kind, Pooling pooling, int stride, TargetSettings.Kind target) {
    List<LayerSettings> layers =
        List.of(
            new TimeDelaySettings(6, List.of(-1, 0, 1), Activation.TANH, false),
            new GruSettings(6, false),
            new TimeDelaySettings(6, List.of(-3, 3), Activation.TANH, false));
    return new ExampleNetwork(
        settings(kind, layers, pooling, stride),
        input(InputSettings.Kind.WORDS, false),
        new TargetSettings("t", target, WIDTH),
        new ExampleSchema(WORDS, CLASSES, NOTHING));
  }

  static LayeredNetworkSettings settings(Kind kind, List<LayerSettings> layers) {
    return settings(kind, layers, Pooling.LAST, 1, OutputSettings.softmax());
  }

  private static InputColumns input(InputSettings.Kind kind, boolean characters) {
    return InputColumns.of(new InputSettings("i", kind, WIDTH, false, true, characters));
  }

  private static NetworkSettings settings(Kind kind, boolean bidirectional, Pooling pooling) {
    return settings(kind, RecurrentSettings.stack(CellKind.GRU, 1, 10, bidirectional), pooling, 1);
  }

  private static NetworkSettings settings(
      Kind kind, List<LayerSettings> layers, Pooling pooling, int stride) {
    return settings(kind, layers, pooling, stride, OutputSettings.softmax());
  }

  private static LayeredNetworkSettings settings(
      Kind kind, List<LayerSettings> layers, Pooling pooling, int stride, OutputSettings output) {
    return new LayeredNetworkSettings(
        kind,
        layers,
        6,
        0,
        new EncoderSettings(pooling, stride, new CharEncoderSettings(3, 4, 3)),
        DecoderSettings.defaults(),
        output);
  }

  /** Returns parameters far from zero, so that probabilities differ. */
  static float[] wild(ExampleNetwork network) {
    return wild(network.build());
  }

  /** Returns parameters of a network that are far from zero. */
  static float[] wild(Network built) {
    float[] values = new float[built.parameters().length()];
    CounterRandom random = new CounterRandom(11);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.gaussian(i));
    }
    return values;
  }
}
