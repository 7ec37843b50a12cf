package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of a network: embedding, a stack of recurrent layers, output.
 *
 * @param kind the kind of task
 * @param cell the recurrent cell
 * @param layers L, the number of recurrent layers
 * @param hidden H, the width of each layer
 * @param embedding E, the width of the embedding
 * @param dropout the probability that an activation is dropped, on the output of the embedding,
 *     between layers and before the softmax (Zaremba et al. 2014, arXiv 1409.2329)
 * @param forgetBias a constant that is added to the initial bias of a forget gate
 * @param encoder the settings of the encoder
 * @param decoder the settings of the decoder
 * @param output the output layer
 * @param configuration the configuration of a DL4J network: in settings the path of its file, in a
 *     model the JSON itself; empty for other networks
 */
public record NetworkSettings(
    Kind kind,
    CellKind cell,
    int layers,
    int hidden,
    int embedding,
    double dropout,
    double forgetBias,
    EncoderSettings encoder,
    DecoderSettings decoder,
    OutputSettings output,
    String configuration)
    implements Serializable {

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
    /** A DL4J network, whose task is that of one of the other kinds without a decoder. */
    DL4J;

    /** Returns whether it predicts targets of a kind from inputs of a kind. */
    public boolean predicts(TargetSettings.Kind target, InputSettings.Kind input) {
      return switch (this) {
        case LANGUAGE_MODEL -> false;
        case DL4J -> !target.isSequence();
        case SEQUENCE_TO_SEQUENCE -> target.isSequence() && input.isSequence();
        case VECTOR_TO_SEQUENCE -> target.isSequence() && !input.isSequence();
        case TAGGER -> target.isPerStep() && target != TargetSettings.Kind.NEXT;
        case NEXT_FRAME -> target == TargetSettings.Kind.NEXT;
        case SEQUENCE_TO_VECTOR ->
            target == TargetSettings.Kind.LABEL || target == TargetSettings.Kind.VECTOR;
      };
    }

    /** Returns whether it has a decoder, which generates sequences from sources. */
    public boolean decodes() {
      return this == SEQUENCE_TO_SEQUENCE || this == VECTOR_TO_SEQUENCE;
    }
  }

  /** The recurrent cell. */
  public enum CellKind {
    RNN,
    LSTM,
    GRU
  }

  public NetworkSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        configuration.isEmpty() != (kind == Kind.DL4J),
        "network.configuration",
        kind == Kind.DL4J
            ? "a file with the configuration of a network of DL4J"
            : "nothing for another kind of network than dl4j",
        configuration,
        "network.kind");
    checks.require(layers >= 1 && layers <= 64, "network.layers", "1 to 64", layers);
    checks.require(hidden >= 1 && hidden <= 16_384, "network.hidden", "1 to 16384", hidden);
    checks.require(
        embedding >= 1 && embedding <= 16_384, "network.embedding", "1 to 16384", embedding);
    checks.require(
        dropout >= 0 && dropout < 1, "network.dropout", "at least 0 and below 1", dropout);
    checks.require(
        forgetBias == 0 || (cell == CellKind.LSTM && Math.abs(forgetBias) <= 100),
        "network.forget-bias",
        "-100 to 100 for lstm, 0 for a cell without a forget gate",
        forgetBias,
        "network.cell");
    requireKind(checks, kind, encoder, decoder);
    requireOutput(checks, embedding, hidden, output);
    checks.finish();
  }

  /** Checks the properties of encoder and decoder that only some kinds of networks have. */
  private static void requireKind(
      SettingChecks checks, Kind kind, EncoderSettings encoder, DecoderSettings decoder) {
    boolean seesTheEnd =
        kind == Kind.TAGGER || kind == Kind.SEQUENCE_TO_VECTOR || kind == Kind.SEQUENCE_TO_SEQUENCE;
    checks.require(
        !encoder.bidirectional() || seesTheEnd,
        "network.encoder.bidirectional",
        "false for a network that predicts what comes next",
        encoder.bidirectional(),
        "network.kind");
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
  }

  private static void requireOutput(
      SettingChecks checks, int embedding, int hidden, OutputSettings output) {
    checks.require(
        !output.tied() || embedding == hidden,
        "network.output.tied",
        "false where network.embedding differs from network.hidden",
        output.tied(),
        "network.embedding",
        "network.hidden");
    checks.require(
        output.kind() != OutputSettings.Kind.ADAPTIVE
            || output.clusterWidth(hidden, output.cutoffs().size() - 1) >= 1,
        "network.output.division",
        "a number whose power of "
            + output.cutoffs().size()
            + " is at most network.hidden = "
            + hidden,
        output.division(),
        "network.output.kind",
        "network.output.cutoffs",
        "network.hidden");
  }

  /** Creates the settings of a network whose gates are all initialized alike. */
  public NetworkSettings(
      Kind kind,
      CellKind cell,
      int layers,
      int hidden,
      int embedding,
      double dropout,
      EncoderSettings encoder,
      DecoderSettings decoder,
      OutputSettings output) {
    this(kind, cell, layers, hidden, embedding, dropout, 0, encoder, decoder, output, "");
  }

  /**
   * Returns the settings of a DL4J network.
   *
   * @param configuration the path of its configuration, or in a model the configuration itself; all
   *     other settings are ignored
   */
  public static NetworkSettings forDl4j(String configuration) {
    return new NetworkSettings(
        Kind.DL4J,
        CellKind.LSTM,
        1,
        1,
        1,
        0,
        0,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        OutputSettings.softmax(),
        configuration);
  }

  /**
   * Returns whether an example cannot be split into chunks, whatever the positions of its targets.
   */
  public boolean readsWhole() {
    return encoder.bidirectional() || kind == Kind.DL4J;
  }
}
