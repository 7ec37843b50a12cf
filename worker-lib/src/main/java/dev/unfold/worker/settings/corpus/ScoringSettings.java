package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The comparison of generated sequences with target sequences; ignored for other targets.
 *
 * @param references the references of a row
 * @param bleu the tokenization for BLEU
 * @param slots the prefix of slots, the words that must be generated as often as they occur in the
 *     input; empty if there are no slots
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
    /** The unchanged words: sacreBLEU's {@code tokenize="none"}. */
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

  /** Returns the defaults: the reference of the row itself, the unchanged words and no slots. */
  public static ScoringSettings defaults() {
    return new ScoringSettings(References.ROW, Bleu.WORDS, "");
  }
}
