package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of the bidirectional character encoder of words, which is used if {@code
 * corpus.input.spelling} is set.
 *
 * @param embedding width of the embedding of a letter
 * @param hidden width of each direction
 * @param letters of a word that are read; the rest of a longer word is not
 */
public record CharEncoderSettings(int embedding, int hidden, int letters) implements Serializable {
  private static final int MOST_WIDTH = 1024;
  private static final int MOST_LETTERS = 256;

  public CharEncoderSettings {
    SettingChecks checks = new SettingChecks();
    String widths = "1 to " + MOST_WIDTH;
    checks.require(
        embedding >= 1 && embedding <= MOST_WIDTH,
        "network.encoder.spelling.embedding",
        widths,
        embedding);
    checks.require(
        hidden >= 1 && hidden <= MOST_WIDTH, "network.encoder.spelling.hidden", widths, hidden);
    checks.require(
        letters >= 1 && letters <= MOST_LETTERS,
        "network.encoder.spelling.letters",
        "1 to " + MOST_LETTERS,
        letters);
    checks.finish();
  }

  /** Returns the defaults, which suit the words of most languages. */
  public static CharEncoderSettings defaults() {
    return new CharEncoderSettings(25, 25, 24);
  }
}
