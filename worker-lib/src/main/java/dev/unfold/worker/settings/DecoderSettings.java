package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * How a network makes a sequence of what it was given.
 *
 * @param attention how it looks a sequence up while it makes another
 * @param start how a vector enters
 */
public record DecoderSettings(Attention attention, Start start) implements Serializable {

  /** How a sequence is looked up. */
  public enum Attention {
    /** Not at all: the states that reading it ended with are all there is. */
    NONE,
    /** By a small network over query and key (Bahdanau et al. 2015, arXiv 1409.0473). */
    ADDITIVE,
    /** By the product of query and key (Luong et al. 2015, arXiv 1508.04025). */
    DOT
  }

  /** How a vector enters. */
  public enum Start {
    /** It makes the first states. */
    STATE,
    /** It stands beside the input of each step. */
    INPUT,
    /** Both. */
    BOTH
  }

  /** No attention; a vector makes the first states. */
  public static DecoderSettings plain() {
    return new DecoderSettings(Attention.NONE, Start.STATE);
  }
}
