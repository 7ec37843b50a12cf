package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.Map;

/**
 * The subwords of a corpus, where they are its tokens.
 *
 * @param kind the method by which they are learned
 * @param file the path of a {@code tokenizer.json} whose subwords are used; empty means that they
 *     are learned from the training corpus
 */
public record TokenizerSettings(Kind kind, String file) implements Serializable {
  /** The methods of learning subwords and of cutting words into them. */
  public enum Kind {
    /** Byte-pair encoding: the most frequent pairs of neighbors are joined. */
    BPE,
    /** A unigram model: the subwords that make the text most probable. */
    UNIGRAM
  }

  /** The section of these settings. */
  public static final String SECTION = "corpus.tokenizer";

  /** The smallest vocabulary of subwords: all bytes, the unknown token and the boundary. */
  public static final int MIN_SIZE = 258;

  /** Returns the settings of subwords that are learned. */
  public static TokenizerSettings learned() {
    return new TokenizerSettings(Kind.BPE, "");
  }

  /** Returns whether the subwords are those of a file. */
  public boolean isGiven() {
    return !file.isEmpty();
  }

  /**
   * Checks that these settings and the sizes of vocabularies fit the columns of a table.
   *
   * @param limits the vocabularies of the columns of subwords, by the key of their sizes
   */
  void requireFor(SettingChecks checks, Map<String, VocabularySettings> limits) {
    checks.require(
        !limits.isEmpty() || equals(learned()),
        SECTION,
        "no values where no column consists of subwords",
        file.isEmpty() ? "kind" : "file = " + file,
        "corpus.input.kind",
        "corpus.target.kind");
    limits.forEach(
        (key, vocabulary) ->
            checks.require(
                isGiven() || vocabulary.size() >= MIN_SIZE,
                key,
                "at least " + MIN_SIZE + " where subwords are learned",
                vocabulary.size(),
                "corpus.input.kind",
                InputSettings.SECTION + ".size",
                "corpus.target.kind",
                SECTION + ".file"));
  }

  /**
   * Checks that these settings and the size of the vocabulary fit the tokens of a text corpus.
   *
   * @param subwords whether its tokens are subwords
   * @param where the setting that decides this
   */
  void requireFor(
      SettingChecks checks, boolean subwords, String where, VocabularySettings vocabulary) {
    checks.require(
        subwords || equals(learned()),
        SECTION,
        "no values where tokens are no subwords",
        file.isEmpty() ? "kind" : "file = " + file,
        where);
    checks.require(
        !subwords || isGiven() || vocabulary.size() >= MIN_SIZE,
        "corpus.vocabulary.size",
        "at least " + MIN_SIZE + " where tokens are subwords that are learned",
        vocabulary.size(),
        where);
    checks.require(
        !subwords || !isGiven() || vocabulary.equals(VocabularySettings.all()),
        "corpus.vocabulary",
        "no values where corpus.tokenizer.file has the subwords",
        "size = " + vocabulary.size() + ", min-count = " + vocabulary.minCount(),
        SECTION + ".file");
  }
}
