package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of the encoder.
 *
 * @param bidirectional whether a second layer beside each one reads from the end to the start; for
 *     examples only, whose end is known
 * @param pooling how a sequence becomes one vector
 * @param spelling how the letters of a word become a vector beside its embedding
 */
public record EncoderSettings(boolean bidirectional, Pooling pooling, CharEncoderSettings spelling)
    implements Serializable {

  /** The pooling of a sequence into one vector. */
  public enum Pooling {
    /** The output of the last step; of the backward layer, the output of the first step. */
    LAST,
    /** The mean over all steps. */
    MEAN,
    /** The largest over all steps, number by number. */
    MAX
  }

  /** One direction, and words as they are. */
  public static EncoderSettings defaults() {
    return new EncoderSettings(false, Pooling.LAST, CharEncoderSettings.defaults());
  }
}
