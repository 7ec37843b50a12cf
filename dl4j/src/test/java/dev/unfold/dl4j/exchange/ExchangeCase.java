package dev.unfold.dl4j.exchange;

import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that DL4J supports, with random parameters.
 *
 * @param name the name, for messages
 * @param network the settings of its network
 * @param preprocessing the preprocessing of its corpus
 * @param symbols the vocabularies of its corpus
 */
record ExchangeCase(
    String name,
    LayeredNetworkSettings network,
    Preprocessing preprocessing,
    Vocabularies symbols) {
  private static final int HIDDEN = 4;
  private static final int EMBEDDING = 3;
  private static final FieldSchema WORDS =
      new FieldSchema.Tokens(Vocabulary.of(List.of("a", "b", "c", "d"), false));
  private static final FieldSchema TAGS =
      new FieldSchema.Classes(new LabelSet(List.of("x", "y", "z")));
  private static final FieldSchema FRAMES = new FieldSchema.Numbers(FrameScale.none(2));
  private static final FieldSchema SETS = new FieldSchema.Sets(5);

  /** Returns every kind of network, layer and output for which DL4J has layers. */
  static Stream<ExchangeCase> all() {
    return Stream.concat(recurrent(), ConvolutionCases.networks());
  }

  /** Returns every kind of network and output with each cell. */
  static Stream<ExchangeCase> recurrent() {
    return Stream.of(CellKind.RNN, CellKind.LSTM).flatMap(ExchangeCase::of);
  }

  private static Stream<ExchangeCase> of(CellKind cell) {
    return Stream.of(
        languageModel(cell, 1, OutputSettings.softmax()),
        languageModel(cell, 2, tied()),
        tagger(cell, 1, false, InputSettings.Kind.WORDS, TargetSettings.Kind.TAGS),
        tagger(cell, 2, true, InputSettings.Kind.WORDS, TargetSettings.Kind.TAGS),
        tagger(cell, 1, true, InputSettings.Kind.FRAMES, TargetSettings.Kind.SETS),
        tagger(cell, 1, false, InputSettings.Kind.SETS, TargetSettings.Kind.FRAMES),
        nextFrame(cell, 2, InputSettings.Kind.FRAMES),
        nextFrame(cell, 1, InputSettings.Kind.SETS),
        nextChange(cell),
        vector(cell, 1, false, EncoderSettings.Pooling.LAST, InputSettings.Kind.WORDS),
        vector(cell, 2, true, EncoderSettings.Pooling.LAST, InputSettings.Kind.WORDS),
        vector(cell, 2, false, EncoderSettings.Pooling.LAST, InputSettings.Kind.FRAMES),
        vector(cell, 1, true, EncoderSettings.Pooling.LAST, InputSettings.Kind.FRAMES),
        vector(cell, 1, false, EncoderSettings.Pooling.MEAN, InputSettings.Kind.WORDS),
        vector(cell, 1, true, EncoderSettings.Pooling.MAX, InputSettings.Kind.FRAMES));
  }

  static ExchangeCase languageModel(CellKind cell, int layers, OutputSettings output) {
    return languageModel(stack(cell, layers, false), output);
  }

  static ExchangeCase languageModel(List<LayerSettings> layers, OutputSettings output) {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b", "c", "\n", "é"), true);
    int embedding = output.tied() ? HIDDEN : EMBEDDING;
    return new ExchangeCase(
        "language model, " + layers + (output.tied() ? " tied" : ""),
        settings(Kind.LANGUAGE_MODEL, layers, embedding, EncoderSettings.defaults(), output),
        new Preprocessing.Text(CorpusSettings.Unit.CHAR, CorpusSettings.Document.LINE),
        new Vocabularies.TextVocabulary(vocabulary));
  }

  static OutputSettings tied() {
    return new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, true, false);
  }

  static ExchangeCase tagger(
      CellKind cell,
      int layers,
      boolean bidirectional,
      InputSettings.Kind input,
      TargetSettings.Kind target) {
    return tagger(stack(cell, layers, bidirectional), input, target);
  }

  static ExchangeCase tagger(
      List<LayerSettings> layers, InputSettings.Kind input, TargetSettings.Kind target) {
    return table(Kind.TAGGER, layers, EncoderSettings.defaults(), input, target);
  }

  static ExchangeCase nextFrame(CellKind cell, int layers, InputSettings.Kind input) {
    return table(
        Kind.NEXT_FRAME,
        stack(cell, layers, false),
        EncoderSettings.defaults(),
        input,
        TargetSettings.Kind.NEXT);
  }

  /** Returns a network that predicts the change of the input, normalized, three steps ahead. */
  static ExchangeCase nextChange(CellKind cell) {
    ExchangeCase values = nextFrame(cell, 1, InputSettings.Kind.FRAMES);
    FrameScale scale = new FrameScale(List.of(0.5, 0.0), List.of(0.25, 3.0));
    Preprocessing.Table table = (Preprocessing.Table) values.preprocessing;
    return new ExchangeCase(
        values.name + " as a change",
        values.network,
        new Preprocessing.Table(
            table.format(),
            table.header(),
            table.inputs(),
            table.sequence(),
            new TargetSettings(
                "",
                TargetSettings.Kind.NEXT,
                0,
                false,
                ScoringSettings.defaults(),
                3,
                true,
                24,
                false)),
        new Vocabularies.TableSchema(
            new ExampleSchema(
                FRAMES,
                new FieldSchema.Changes((FieldSchema.Numbers) FRAMES, scale),
                new FieldSchema.None())));
  }

  static ExchangeCase vector(
      CellKind cell,
      int layers,
      boolean bidirectional,
      EncoderSettings.Pooling pooling,
      InputSettings.Kind input) {
    return vector(stack(cell, layers, bidirectional), pooling, input);
  }

  static ExchangeCase vector(
      List<LayerSettings> layers, EncoderSettings.Pooling pooling, InputSettings.Kind input) {
    return vector(layers, new EncoderSettings(pooling, 1, CharEncoderSettings.defaults()), input);
  }

  static ExchangeCase vector(
      List<LayerSettings> layers, EncoderSettings encoder, InputSettings.Kind input) {
    TargetSettings.Kind target =
        input == InputSettings.Kind.WORDS ? TargetSettings.Kind.LABEL : TargetSettings.Kind.VECTOR;
    return table(Kind.SEQUENCE_TO_VECTOR, layers, encoder, input, target);
  }

  private static List<LayerSettings> stack(CellKind cell, int layers, boolean bidirectional) {
    return RecurrentSettings.stack(cell, layers, HIDDEN, bidirectional);
  }

  private static ExchangeCase table(
      Kind kind,
      List<LayerSettings> layers,
      EncoderSettings encoder,
      InputSettings.Kind input,
      TargetSettings.Kind target) {
    FieldSchema read = schemaOf(input);
    ExampleSchema schema =
        new ExampleSchema(
            read,
            target == TargetSettings.Kind.NEXT ? read : schemaOf(target),
            new FieldSchema.None());
    return new ExchangeCase(
        String.join(
            " ",
            List.of(
                kind.toString(),
                layers.toString(),
                encoder.pooling() + " " + encoder.stride(),
                input.toString(),
                target.toString())),
        settings(kind, layers, EMBEDDING, encoder, OutputSettings.softmax()),
        new Preprocessing.Table(
            CorpusFormat.JSON,
            true,
            List.of(
                new InputSettings(
                    "in", input, read instanceof FieldSchema.Sets ? 5 : 0, false, false, false)),
            SequenceSettings.none(),
            new TargetSettings("out", target, target == TargetSettings.Kind.SETS ? 5 : 0)),
        new Vocabularies.TableSchema(schema));
  }

  private static FieldSchema schemaOf(InputSettings.Kind input) {
    return switch (input) {
      case WORDS -> WORDS;
      case SETS -> SETS;
      default -> FRAMES;
    };
  }

  private static FieldSchema schemaOf(TargetSettings.Kind target) {
    return switch (target) {
      case TAGS, LABEL -> TAGS;
      case SETS -> SETS;
      default -> FRAMES;
    };
  }

  private static LayeredNetworkSettings settings(
      Kind kind,
      List<LayerSettings> layers,
      int embedding,
      EncoderSettings encoder,
      OutputSettings output) {
    return new LayeredNetworkSettings(
        kind, layers, embedding, 0.25, encoder, DecoderSettings.defaults(), output);
  }

  DataShape shape() {
    if (symbols instanceof Vocabularies.TextVocabulary stream) {
      return DataShape.forText(stream.vocabulary().size());
    }
    Preprocessing.Table table = (Preprocessing.Table) preprocessing;
    return ExampleShape.of(
        table.columns(), table.target(), ((Vocabularies.TableSchema) symbols).schema());
  }

  /** Returns whether it reads tokens. */
  boolean isOfTokens() {
    return shape().input().hasTokens();
  }

  /** Returns whether it has a layer with the cell. */
  boolean has(CellKind cell) {
    return network.layers().stream()
        .flatMap(layer -> layer.recurrent().stream())
        .anyMatch(layer -> layer.cell() == cell);
  }

  /** Returns whether its output is a vector for a whole sequence. */
  boolean pools() {
    return network.kind() == Kind.SEQUENCE_TO_VECTOR;
  }

  /** Returns whether DL4J can run it step by step: it carries no inputs of a convolution. */
  boolean steps() {
    return network.layers().stream()
            .allMatch(
                layer ->
                    layer.context().equals(Context.NONE)
                        || (layer.recurrent().isPresent() && layer.context().isCausal()))
        && (!pools() || network.encoder().pooling() == EncoderSettings.Pooling.LAST);
  }

  /**
   * Returns whether its DL4J layers respect masks; an LSTM in a Bidirectional reads the padding.
   */
  boolean seesMasks() {
    return !has(CellKind.LSTM) || !network.readsBothWays();
  }

  /** Returns a model with parameters that are far from zero. */
  Model model() {
    Network built = Networks.of(network, shape());
    float[] parameters = new float[built.parameters().length()];
    CounterRandom random = new CounterRandom(17);
    for (ParameterTensor tensor : built.parameters().tensors()) {
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        parameters[i] = (float) (2 * random.uniform(i) - 1);
      }
    }
    return new Model(
        new ModelConfig(ModelConfig.CURRENT, network, shape(), preprocessing), symbols, parameters);
  }

  @Override
  public String toString() {
    return name;
  }
}
