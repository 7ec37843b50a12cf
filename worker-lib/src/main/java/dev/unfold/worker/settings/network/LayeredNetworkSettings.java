package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a network that is a stack of layers between an embedding and an output layer. A
 * network with an encoder and a decoder has the layers in both; those of the decoder are causal.
 *
 * @param kind the kind of task
 * @param layers the layers, from the lowest to the highest
 * @param embedding E, the width of the embedding
 * @param dropout the probability that an activation is dropped, on the output of the embedding,
 *     between layers and before the output layer (Zaremba et al. 2014, arXiv 1409.2329)
 * @param regularization further regularization
 * @param initialValues the distributions of the initial values
 * @param encoder the settings of the encoder
 * @param decoder the settings of the decoder
 * @param output the output layer
 */
public record LayeredNetworkSettings(
    Kind kind,
    List<LayerSettings> layers,
    int embedding,
    double dropout,
    RegularizationSettings regularization,
    InitialValueSettings initialValues,
    EncoderSettings encoder,
    DecoderSettings decoder,
    OutputSettings output)
    implements NetworkSettings {
  /** The maximum number of layers. */
  public static final int MAX_LAYERS = 64;

  /** The kind of task. */
  public enum Kind {
    /** Predicts the next token of a text. */
    LANGUAGE_MODEL,
    /** Predicts a target at every step of an example. */
    TAGGER,
    /** Predicts the next frame of an example from the previous ones. */
    NEXT_FRAME,
    /** Predicts one target for a complete example. */
    SEQUENCE_TO_VECTOR,
    /** Predicts the tokens of a sequence from the previous ones and from another sequence. */
    SEQUENCE_TO_SEQUENCE,
    /** Predicts the tokens of a sequence from the previous ones and from a vector. */
    VECTOR_TO_SEQUENCE,
    /**
     * Predicts the tokens of a sequence from another one of at least as many steps, with a token or
     * a blank at each step (Graves et al. 2006).
     */
    CTC;

    /** Returns whether later steps of the input are known when a target is predicted. */
    boolean seesTheEnd() {
      return this == TAGGER
          || this == SEQUENCE_TO_VECTOR
          || this == SEQUENCE_TO_SEQUENCE
          || this == CTC;
    }

    /** Returns whether a decoder generates the targets. */
    boolean decodes() {
      return this == SEQUENCE_TO_SEQUENCE || this == VECTOR_TO_SEQUENCE;
    }

    /**
     * Returns whether it predicts a kind of target.
     *
     * @param fromSequence whether the input is a sequence; otherwise it is a single step
     */
    public boolean predicts(TargetSettings.Kind target, boolean fromSequence) {
      return switch (this) {
        case LANGUAGE_MODEL -> false;
        case SEQUENCE_TO_SEQUENCE, CTC -> target.isSequence() && fromSequence;
        case VECTOR_TO_SEQUENCE -> target.isSequence() && !fromSequence;
        case TAGGER -> target.isPerStep() && target != TargetSettings.Kind.NEXT;
        case NEXT_FRAME -> target == TargetSettings.Kind.NEXT;
        case SEQUENCE_TO_VECTOR ->
            target == TargetSettings.Kind.LABEL || target == TargetSettings.Kind.VECTOR;
      };
    }

    /** Returns whether there is a target at each step of the input. */
    boolean predictsEveryStep() {
      return this == LANGUAGE_MODEL || this == TAGGER || this == NEXT_FRAME;
    }
  }

  public LayeredNetworkSettings {
    layers = List.copyOf(layers);
    SettingChecks checks = new SettingChecks();
    checks.require(
        !layers.isEmpty() && layers.size() <= MAX_LAYERS,
        "network.layers",
        "1 to " + MAX_LAYERS,
        layers.size());
    checks.require(
        embedding >= 1 && embedding <= LayerSettings.MAX_WIDTH,
        "network.embedding",
        "1 to " + LayerSettings.MAX_WIDTH,
        embedding);
    checks.require(
        dropout >= 0 && dropout < 1, "network.dropout", "at least 0 and below 1", dropout);
    StackedLayers stack = new StackedLayers(layers);
    stack.requireDirections(checks, kind.seesTheEnd(), kind == Kind.SEQUENCE_TO_SEQUENCE, kind);
    decoder.requireSource(
        checks, !kind.decodes() || stack.directions().findAny().isPresent(), stack.types());
    checks.require(
        decoder.attention() == DecoderSettings.Attention.NONE || kind == Kind.SEQUENCE_TO_SEQUENCE,
        "network.decoder.attention",
        "none for a network that is not sequence-to-sequence",
        decoder.attention(),
        "network.kind");
    checks.require(
        decoder.start() == DecoderSettings.Start.STATE || kind == Kind.VECTOR_TO_SEQUENCE,
        "network.decoder.start",
        "state for a network that is not vector-to-sequence",
        decoder.start(),
        "network.kind");
    output.requireWidths(checks, embedding, stack.width(embedding));
    stack.requireRecurrence(checks, output.recurrent(), kind.predictsEveryStep());
    encoder.requireStride(checks, kind == Kind.CTC);
    stack.requireRecurrentFor(checks, regularization, initialValues);
    output.requireSoftmax(checks, kind == Kind.CTC, regularization, initialValues);
    output.requireTags(checks, kind == Kind.TAGGER);
    checks.finish();
  }

  /** Creates the settings of a network with PyTorch's initial values and dropout alone. */
  public LayeredNetworkSettings(
      Kind kind,
      List<LayerSettings> layers,
      int embedding,
      double dropout,
      EncoderSettings encoder,
      DecoderSettings decoder,
      OutputSettings output) {
    this(
        kind,
        layers,
        embedding,
        dropout,
        RegularizationSettings.none(),
        InitialValueSettings.defaults(),
        encoder,
        decoder,
        output);
  }

  /** Returns the width of the outputs of the highest layer over an embedding. */
  public int width() {
    return new StackedLayers(layers).width(embedding);
  }

  /** Returns a copy with another probability of dropout. */
  public LayeredNetworkSettings withDropout(double probability) {
    return with(probability, regularization, initialValues, output);
  }

  /** Returns a copy with another regularization. */
  public LayeredNetworkSettings with(RegularizationSettings other) {
    return with(dropout, other, initialValues, output);
  }

  /** Returns a copy with other distributions of the initial values. */
  public LayeredNetworkSettings with(InitialValueSettings other) {
    return with(dropout, regularization, other, output);
  }

  /** Returns a copy with another output layer. */
  public LayeredNetworkSettings with(OutputSettings other) {
    return with(dropout, regularization, initialValues, other);
  }

  private LayeredNetworkSettings with(
      double rate,
      RegularizationSettings rates,
      InitialValueSettings values,
      OutputSettings outputLayer) {
    return new LayeredNetworkSettings(
        kind, layers, embedding, rate, rates, values, encoder, decoder, outputLayer);
  }

  /** Returns how recurrent weights are trained, with one bias; layers may have a second one. */
  public RecurrentWeightSettings recurrentWeights() {
    return new RecurrentWeightSettings(
        regularization.weightDropout(), initialValues.recurrent(), false);
  }

  /** Returns whether a recurrent layer reads in both directions. */
  public boolean readsBothWays() {
    return new StackedLayers(layers).directions().anyMatch(both -> both);
  }

  @Override
  public boolean predictsText() {
    return kind == Kind.LANGUAGE_MODEL;
  }

  @Override
  public boolean predicts(TargetSettings.Kind target, boolean fromSequence) {
    return kind.predicts(target, fromSequence);
  }

  @Override
  public boolean decodes() {
    return kind.decodes();
  }

  @Override
  public boolean readsItsOutputs() {
    return decodes() || output.recurrent();
  }

  @Override
  public Context context() {
    Context above = output.recurrent() ? new Context(Context.UNBOUNDED, 0) : Context.NONE;
    return new StackedLayers(layers).context(above);
  }

  /** Sequences are read as a whole if targets belong to no step or are predicted together. */
  @Override
  public int lookAhead() {
    boolean whole = kind == Kind.CTC || output.kind().isCrf();
    return whole ? Context.UNBOUNDED : NetworkSettings.super.lookAhead();
  }

  @Override
  public int alignedStride() {
    return kind == Kind.CTC ? encoder.stride() : 0;
  }

  @Override
  public int activationsPerStep() {
    return new StackedLayers(layers).activationsPerStep(embedding);
  }

  @Override
  public Optional<OutputSettings> outputLayer() {
    return Optional.of(output.withoutUnused());
  }

  @Override
  public int charactersPerWord() {
    return encoder.characters().maxLength();
  }

  @Override
  public void requireClasses(int classes) {
    output.requireVocabulary(classes);
  }

  /**
   * Returns the settings of the layer that reads the characters of a word, in both directions: like
   * the lowest recurrent layer, or an LSTM if there is none.
   */
  public RecurrentSettings characterLayer() {
    return layers.stream()
        .flatMap(layer -> layer.recurrent().stream())
        .findFirst()
        .orElse(new LstmSettings(1, true, 0))
        .resized(encoder.characters().hidden(), true);
  }

  /** Only recurrent layers have initial states, which an input may determine. */
  @Override
  public void check(SettingChecks checks, CorpusSettings corpus, Precision precision) {
    boolean recurrent = new StackedLayers(layers).directions().findAny().isPresent();
    corpus
        .columns()
        .requireFirstState(
            checks,
            recurrent && kind != Kind.VECTOR_TO_SEQUENCE,
            "a network with recurrent layers that is not vector-to-sequence");
  }
}
