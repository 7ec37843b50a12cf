package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the vocabulary; tokens that are not in it are mapped to the unknown token.
 *
 * @param size the maximum number of entries, including the unknown token and the document boundary;
 *     0 means no limit
 * @param minCount the minimum number of occurrences of a known token in the training text
 */
public record VocabularySettings(int size, long minCount) implements Serializable {
  public VocabularySettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        size == 0 || size >= 2, "corpus.vocabulary.size", "0 (no limit) or at least 2", size);
    checks.require(minCount >= 1, "corpus.vocabulary.min-count", "at least 1", minCount);
    checks.finish();
  }

  /** Returns the settings of a vocabulary of all tokens of a corpus. */
  public static VocabularySettings all() {
    return new VocabularySettings(0, 1);
  }
}
