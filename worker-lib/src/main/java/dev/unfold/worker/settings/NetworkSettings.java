package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The network: embedding, a stack of recurrent layers, output.
 *
 * @param kind the shape of the task
 * @param cell the recurrent cell
 * @param layers L, recurrent layers on top of each other
 * @param hidden H, the width of each layer
 * @param embedding E, the width of the embedding
 * @param dropout the probability that an activation is dropped, on the output of the embedding,
 *     between layers and before the softmax (Zaremba et al. 2014, arXiv 1409.2329)
 * @param forgetBias what the first values of the bias of a forget gate are above those of the
 *     others
 * @param encoder how a sequence is read
 * @param decoder how a sequence is made of another or of a vector
 * @param output the output layer
 * @param configuration of a network of DL4J: in settings the path of a file with it, in a model the
 *     JSON itself; else empty
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

  /** The shape of the task. */
  public enum Kind {
    /** Predicts the next token of an endless stream. */
    LANGUAGE_MODEL,
    /** Predicts something at every step of an example. */
    TAGGER,
    /** Predicts the next frame of an example from those before it. */
    NEXT_FRAME,
    /** Predicts one thing for a whole example. */
    SEQUENCE_TO_VECTOR,
    /** Predicts the tokens of a sequence from those before them and from another sequence. */
    SEQUENCE_TO_SEQUENCE,
    /** Predicts the tokens of a sequence from those before them and from a vector. */
    VECTOR_TO_SEQUENCE,
    /** A DL4J network, which has the task of one of the other kinds without a decoder. */
    DL4J;

    /** Returns whether it predicts what a target of a table has, from what an input has. */
    boolean predicts(TargetSettings.Kind target, InputSettings.Kind input) {
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

    /** Returns whether it has a decoder, which makes sequences of sources. */
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
        forgetBias == 0 || cell == CellKind.LSTM && Math.abs(forgetBias) <= 100,
        "network.forget-bias",
        "-100 to 100 for lstm, 0 for a cell without a forget gate",
        forgetBias,
        "network.cell");
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
    checks.finish();
  }

  /** A network whose gates all begin alike. */
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
   * A network of DL4J.
   *
   * @param configuration its path, or in a model itself; nothing else counts
   */
  public static NetworkSettings ofDl4j(String configuration) {
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

  /** Returns whether an example cannot be cut into chunks, wherever its targets stand. */
  public boolean readsWhole() {
    return encoder.bidirectional() || kind == Kind.DL4J;
  }
}
