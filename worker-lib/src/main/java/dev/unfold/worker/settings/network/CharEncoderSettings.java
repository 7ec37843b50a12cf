package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the bidirectional character encoder of words, which is used if {@code
 * corpus.input.characters} is set.
 *
 * @param embedding the width of the embedding of a character
 * @param hidden the width of each direction
 * @param maxLength the maximum number of characters of a word that are read; longer words are
 *     truncated
 */
public record CharEncoderSettings(int embedding, int hidden, int maxLength)
    implements Serializable {
  private static final int MAX_WIDTH = 1024;
  private static final int MAX_CHARACTERS = 256;

  public CharEncoderSettings {
    SettingChecks checks = new SettingChecks();
    String widths = "1 to " + MAX_WIDTH;
    checks.require(
        embedding >= 1 && embedding <= MAX_WIDTH,
        "network.encoder.characters.embedding",
        widths,
        embedding);
    checks.require(
        hidden >= 1 && hidden <= MAX_WIDTH, "network.encoder.characters.hidden", widths, hidden);
    checks.require(
        maxLength >= 1 && maxLength <= MAX_CHARACTERS,
        "network.encoder.characters.max-length",
        "1 to " + MAX_CHARACTERS,
        maxLength);
    checks.finish();
  }

  /** Returns the defaults, which suit the words of most languages. */
  public static CharEncoderSettings defaults() {
    return new CharEncoderSettings(25, 25, 24);
  }
}
