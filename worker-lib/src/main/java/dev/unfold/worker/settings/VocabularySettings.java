package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of the vocabulary; tokens that are not in it are mapped to the unknown token.
 *
 * @param size entries at most, the unknown token and the document boundary among them; 0 means no
 *     limit
 * @param minCount occurrences in the training text that a token needs to be known
 */
public record VocabularySettings(int size, long minCount) implements Serializable {
  public VocabularySettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        size == 0 || size >= 2, "corpus.vocabulary.size", "0 (no limit) or at least 2", size);
    checks.require(minCount >= 1, "corpus.vocabulary.min-count", "at least 1", minCount);
    checks.finish();
  }
}
