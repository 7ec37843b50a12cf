package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * How sequences that are made are compared with targets that are sequences of their own; not looked
 * at for other targets.
 *
 * @param references what is right for a row
 * @param bleu what BLEU counts
 * @param slots what those words begin with that must be made as often as the input has them; empty
 *     where there are no such words
 */
public record ScoringSettings(References references, Bleu bleu, String slots)
    implements Serializable {

  /** What is right for a row. */
  public enum References {
    /** Its own target. */
    ROW,
    /** The targets of all rows of the table with the same input. */
    INPUT
  }

  /** What BLEU counts. */
  public enum Bleu {
    /** The words as they stand: sacreBLEU's {@code tokenize="none"}. */
    WORDS,
    /** What {@code mteval-v13a} makes of the text: sacreBLEU's default. */
    MTEVAL_13A
  }

  public ScoringSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        slots.codePoints().noneMatch(WhiteSpace::is),
        "corpus.target.scoring.slots",
        "the beginning of a word",
        "\"" + slots + "\"");
    checks.finish();
  }

  /** Row by row, word by word. */
  public static ScoringSettings plain() {
    return new ScoringSettings(References.ROW, Bleu.WORDS, "");
  }
}
