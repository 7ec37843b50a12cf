package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a network that is a stack of layers between an embedding and an output layer. A
 * network with an encoder and a decoder has the layers in both; those of the decoder are causal.
 *
 * @param kind the kind of task
 * @param layers the layers, from the lowest to the highest
 * @param embedding E, the width of the embedding
 * @param dropout the probability that an activation is dropped, on the output of the embedding,
 *     between layers and before the output layer (Zaremba et al. 2014, arXiv 1409.2329)
 * @param encoder the settings of the encoder
 * @param decoder the settings of the decoder
 * @param output the output layer
 */
public record LayeredNetworkSettings(
    Kind kind,
    List<LayerSettings> layers,
    int embedding,
    double dropout,
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
    VECTOR_TO_SEQUENCE;

    /** Returns whether later steps of the input are known when a target is predicted. */
    boolean seesTheEnd() {
      return this == TAGGER || this == SEQUENCE_TO_VECTOR || this == SEQUENCE_TO_SEQUENCE;
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
        case SEQUENCE_TO_SEQUENCE -> target.isSequence() && fromSequence;
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
    requireDirections(checks, kind, layers);
    requireSource(checks, kind, layers, decoder);
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
    requireOutput(checks, output, embedding, width(layers, embedding));
    requireOutputRecurrence(checks, kind, layers, output);
    checks.finish();
  }

  private static void requireDirections(
      SettingChecks checks, Kind kind, List<LayerSettings> layers) {
    checks.require(
        kind.seesTheEnd() || layers.stream().allMatch(layer -> layer.context().isCausal()),
        "network.kind",
        "tagger, sequence-to-vector or sequence-to-sequence for layers that read later steps",
        kind,
        "network.bidirectional",
        "network.layers",
        "network.offsets");
    long directions = directions(layers).distinct().count();
    checks.require(
        kind != Kind.SEQUENCE_TO_SEQUENCE || directions <= 1,
        "network.layers",
        "recurrent layers that all read in one direction, or all in both, for"
            + " sequence-to-sequence",
        "both",
        "network.kind");
  }

  /** Only recurrent layers have an initial state through which a decoder sees its source. */
  private static void requireSource(
      SettingChecks checks, Kind kind, List<LayerSettings> layers, DecoderSettings decoder) {
    checks.require(
        !kind.decodes()
            || directions(layers).findAny().isPresent()
            || decoder.attention() != DecoderSettings.Attention.NONE
            || decoder.start() != DecoderSettings.Start.STATE,
        "network.layers",
        "a recurrent layer, or a decoder that sees its source otherwise: network.decoder.attention"
            + " for sequence-to-sequence, network.decoder.start = input for vector-to-sequence",
        layers.stream().map(LayerSettings::type).distinct().toList(),
        "network.kind",
        "network.decoder.attention",
        "network.decoder.start");
  }

  /** Returns whether each recurrent layer is bidirectional. */
  private static Stream<Boolean> directions(List<LayerSettings> layers) {
    return layers.stream()
        .flatMap(layer -> layer.recurrent().stream())
        .map(RecurrentSettings::bidirectional);
  }

  private static void requireOutput(
      SettingChecks checks, OutputSettings output, int embedding, int width) {
    checks.require(
        !output.tied() || embedding == width,
        "network.output.tied",
        "false where network.embedding differs from the width of the last layer, " + width,
        output.tied(),
        "network.embedding",
        "network.hidden",
        "network.layers");
    checks.require(
        output.kind() != OutputSettings.Kind.ADAPTIVE
            || output.clusterWidth(width, output.cutoffs().size() - 1) >= 1,
        "network.output.division",
        "a number whose power of "
            + output.cutoffs().size()
            + " is at most the width of the last layer, "
            + width,
        output.division(),
        "network.output.kind",
        "network.output.cutoffs",
        "network.hidden",
        "network.layers");
  }

  private static void requireOutputRecurrence(
      SettingChecks checks, Kind kind, List<LayerSettings> layers, OutputSettings output) {
    checks.require(
        !output.recurrent() || kind.predictsEveryStep(),
        "network.output.recurrent",
        "false for a network that is not language-model, tagger or next-frame",
        output.recurrent(),
        "network.kind");
    checks.require(
        !output.recurrent() || layers.stream().allMatch(layer -> layer.context().isCausal()),
        "network.output.recurrent",
        "false for layers that read later steps, which need the outputs of these steps",
        output.recurrent(),
        "network.bidirectional",
        "network.layers",
        "network.offsets");
  }

  /** Returns the width of the outputs of the highest layer over an embedding. */
  public int width() {
    return width(layers, embedding);
  }

  /** Returns the width of the outputs of a stack. */
  private static int width(List<LayerSettings> layers, int inputs) {
    int width = inputs;
    for (LayerSettings layer : layers) {
      width = layer.width(width);
    }
    return width;
  }

  /** Returns a copy with another probability of dropout. */
  public LayeredNetworkSettings withDropout(double probability) {
    return new LayeredNetworkSettings(
        kind, layers, embedding, probability, encoder, decoder, output);
  }

  /** Returns whether a recurrent layer reads in both directions. */
  public boolean readsBothWays() {
    return directions(layers).anyMatch(both -> both);
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
    Context context = output.recurrent() ? new Context(Context.UNBOUNDED, 0) : Context.NONE;
    for (LayerSettings layer : layers) {
      context = layer.context().over(context);
    }
    return context;
  }

  @Override
  public int activationsPerStep() {
    int largest = embedding;
    int width = embedding;
    for (LayerSettings layer : layers) {
      largest = Math.max(largest, layer.activationsPerStep(width));
      width = layer.width(width);
    }
    return largest;
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

  /** Accepts everything, because its layers fit any corpus and precision. */
  @Override
  public void check(SettingChecks checks, CorpusSettings corpus, Precision precision) {}
}
