package dev.unfold.driver.corpus;

import java.util.Locale;
import java.util.Optional;

/**
 * How much of a text the vocabulary does not have.
 *
 * @param unknown tokens that are read as the unknown token
 * @param tokens all of them
 */
public record UnknownTokens(long unknown, long tokens) {
  /** More than this share is likely to be a mistake. */
  private static final double MOST = 0.05;

  /** None of none, as of frames. */
  public static final UnknownTokens NONE = new UnknownTokens(0, 0);

  /** Those of two texts together. */
  public UnknownTokens plus(UnknownTokens other) {
    return new UnknownTokens(unknown + other.unknown, tokens + other.tokens);
  }

  /**
   * What to tell a user where there are too many.
   *
   * @param text which one it is, such as {@code the validation corpus}
   * @param advice what to do
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
