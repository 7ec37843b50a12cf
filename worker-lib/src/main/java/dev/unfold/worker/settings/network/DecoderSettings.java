package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.List;

/**
 * The settings of the decoder of a sequence-to-sequence network.
 *
 * @param attention the attention over the source sequence
 * @param start how a vector source enters the decoder
 */
public record DecoderSettings(Attention attention, Start start) implements Serializable {

  /** The kind of attention over the source. */
  public enum Attention {
    /** No attention: the decoder sees only the final states of the encoder. */
    NONE,
    /**
     * Additive attention: a small network over query and key (Bahdanau et al. 2015, arXiv
     * 1409.0473).
     */
    ADDITIVE,
    /**
     * Multiplicative attention: the product of query and key (Luong et al. 2015, arXiv 1508.04025).
     */
    DOT
  }

  /** The way in which a vector source enters the decoder. */
  public enum Start {
    /** The initial states are computed from the vector. */
    STATE,
    /** The vector is concatenated with the input of each step. */
    INPUT,
    /** The vector is used in both ways. */
    BOTH
  }

  /** Returns the defaults: no attention, and initial states computed from a vector. */
  public static DecoderSettings defaults() {
    return new DecoderSettings(Attention.NONE, Start.STATE);
  }

  /**
   * Records a decoder that does not see its source: only recurrent layers have initial states.
   *
   * @param sees whether there are recurrent layers, or there is no source
   * @param types the types of the layers
   */
  void requireSource(SettingChecks checks, boolean sees, List<String> types) {
    checks.require(
        sees || attention != Attention.NONE || start != Start.STATE,
        "network.layers",
        "a recurrent layer, or a decoder that sees its source otherwise: network.decoder.attention"
            + " for sequence-to-sequence, network.decoder.start = input for vector-to-sequence",
        types,
        "network.kind",
        "network.decoder.attention",
        "network.decoder.start");
  }
}
