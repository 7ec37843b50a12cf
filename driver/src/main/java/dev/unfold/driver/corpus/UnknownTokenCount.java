package dev.unfold.driver.corpus;

import java.util.Locale;
import java.util.Optional;

/**
 * The number of tokens of a text that are not in the vocabulary.
 *
 * @param unknown tokens that are read as the unknown token
 * @param tokens all tokens of the text
 */
public record UnknownTokenCount(long unknown, long tokens) {
  /** A larger share of unknown tokens is likely to be a mistake. */
  private static final double MOST = 0.05;

  /** The counts of data that has no tokens, such as frames. */
  public static final UnknownTokenCount NONE = new UnknownTokenCount(0, 0);

  /** Returns the counts of two texts together. */
  public UnknownTokenCount plus(UnknownTokenCount other) {
    return new UnknownTokenCount(unknown + other.unknown, tokens + other.tokens);
  }

  /**
   * Returns a warning for the user if too many tokens are unknown.
   *
   * @param text names the text, such as {@code the validation corpus}
   * @param advice tells what to do
   */
  public Optional<String> warning(String text, String advice) {
    return unknown <= MOST * tokens
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
