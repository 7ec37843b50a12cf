package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The comparison of generated sequences with target sequences; ignored for other targets.
 *
 * @param references what is right for a row
 * @param bleu what BLEU counts
 * @param slots what those words begin with that must be made as often as the input has them; empty
 *     where there are no such words
 */
public record ScoringSettings(References references, Bleu bleu, String slots)
    implements Serializable {

  /** The references of a row. */
  public enum References {
    /** The target of the row itself. */
    ROW,
    /** The targets of all rows of the table with the same input. */
    INPUT
  }

  /** The tokenization for BLEU. */
  public enum Bleu {
    /** The words as they stand: sacreBLEU's {@code tokenize="none"}. */
    WORDS,
    /** The tokens of {@code mteval-v13a}: sacreBLEU's default. */
    MTEVAL_13A
  }

  public ScoringSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        slots.codePoints().noneMatch(Whitespace::is),
        "corpus.target.scoring.slots",
        "the beginning of a word",
        "\"" + slots + "\"");
    checks.finish();
  }

  /** Row by row, word by word. */
  public static ScoringSettings defaults() {
    return new ScoringSettings(References.ROW, Bleu.WORDS, "");
  }
}
