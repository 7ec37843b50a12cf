package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * How a network reads a sequence.
 *
 * @param bidirectional whether a second layer beside each one reads from the end to the start; for
 *     examples only, whose end is known
 * @param pooling how a sequence becomes one vector
 * @param spelling how the letters of a word become a vector beside its embedding
 */
public record EncoderSettings(boolean bidirectional, Pooling pooling, SpellingSettings spelling)
    implements Serializable {

  /** How a sequence becomes one vector. */
  public enum Pooling {
    /** What the last step put out; of the reading from the end, what the first step did. */
    LAST,
    /** The mean over all steps. */
    MEAN,
    /** The largest over all steps, number by number. */
    MAX
  }

  /** One direction, and words as they are. */
  public static EncoderSettings plain() {
    return new EncoderSettings(false, Pooling.LAST, SpellingSettings.usual());
  }
}
