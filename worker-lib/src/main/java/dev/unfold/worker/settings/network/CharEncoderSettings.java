package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the bidirectional character encoder of words, which is used if {@code
 * corpus.input.spelling} is set.
 *
 * @param embedding the width of the embedding of a character
 * @param hidden the width of each direction
 * @param letters the maximum number of characters of a word that are read; longer words are
 *     truncated
 */
public record CharEncoderSettings(int embedding, int hidden, int letters) implements Serializable {
  private static final int MAX_WIDTH = 1024;
  private static final int MAX_CHARACTERS = 256;

  public CharEncoderSettings {
    SettingChecks checks = new SettingChecks();
    String widths = "1 to " + MAX_WIDTH;
    checks.require(
        embedding >= 1 && embedding <= MAX_WIDTH,
        "network.encoder.spelling.embedding",
        widths,
        embedding);
    checks.require(
        hidden >= 1 && hidden <= MAX_WIDTH, "network.encoder.spelling.hidden", widths, hidden);
    checks.require(
        letters >= 1 && letters <= MAX_CHARACTERS,
        "network.encoder.spelling.letters",
        "1 to " + MAX_CHARACTERS,
        letters);
    checks.finish();
  }

  /** Returns the defaults, which suit the words of most languages. */
  public static CharEncoderSettings defaults() {
    return new CharEncoderSettings(25, 25, 24);
  }
}
