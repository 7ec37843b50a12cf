package dev.unfold.worker.sequence;

import java.util.Locale;
import java.util.Optional;

/**
 * The number of tokens of a text that are not in the vocabulary.
 *
 * @param unknown the number of tokens that are read as the unknown token
 * @param tokens the number of all tokens of the text
 */
public record UnknownTokenCount(long unknown, long tokens) {
  /** The fraction of unknown tokens above which a mistake is likely. */
  private static final double MAX_UNKNOWN_SHARE = 0.05;

  /** The counts of data that has no tokens, such as frames. */
  public static final UnknownTokenCount NONE = new UnknownTokenCount(0, 0);

  /** Returns the counts of two texts together. */
  public UnknownTokenCount plus(UnknownTokenCount other) {
    return new UnknownTokenCount(unknown + other.unknown, tokens + other.tokens);
  }

  /**
   * Returns a warning for the user if too many tokens are unknown.
   *
   * @param text the name of the text, such as {@code the validation corpus}
   * @param advice the remedy
   */
  public Optional<String> warning(String text, String advice) {
    return unknown <= MAX_UNKNOWN_SHARE * tokens
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%.1f %% of the tokens of %s (%,d of %,d) are not in the vocabulary and are read as"
                    + " the unknown token; %s",
                100.0 * unknown / tokens,
                text,
                unknown,
                tokens,
                advice));
  }
}
