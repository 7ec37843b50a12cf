package dev.unfold.worker.settings.network;

import java.io.Serializable;

/**
 * The settings of the encoder.
 *
 * @param pooling the pooling of a sequence into one vector
 * @param characters the encoder of the characters of a word, whose output is concatenated to the
 *     embedding
 */
public record EncoderSettings(Pooling pooling, CharEncoderSettings characters)
    implements Serializable {

  /** The pooling of a sequence into one vector. */
  public enum Pooling {
    /** The output of the last step, and for the backward layer the output of the first step. */
    LAST,
    /** The mean over all steps. */
    MEAN,
    /** The elementwise maximum over all steps. */
    MAX
  }

  /** Returns the defaults: last-step pooling. */
  public static EncoderSettings defaults() {
    return new EncoderSettings(Pooling.LAST, CharEncoderSettings.defaults());
  }
}
