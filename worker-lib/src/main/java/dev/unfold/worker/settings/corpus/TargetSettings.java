package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The target of an example in a row of a table; ignored for a text corpus.
 *
 * @param column the name of the column, or its number from 1 in a table without column names
 * @param kind the kind of values in the column
 * @param width the exclusive upper bound of the ids of sets
 * @param normalise whether the network learns the numbers of frames and vectors as normalized to
 *     mean 0 and standard deviation 1 in the training rows; predictions and metrics are in their unit
 * @param scoring the scoring of generated sequences
 */
public record TargetSettings(
    String column, Kind kind, int width, boolean normalise, ScoringSettings scoring)
    implements Serializable {

  /** The kind of values in a target column. */
  public enum Kind {
    /** No target. */
    NONE,
    /** A text with few distinct values. */
    LABEL,
    /** Words from a small set of tags, one for each step of the input. */
    TAGS,
    /** A text of words separated by whitespace, or a list of words. */
    WORDS,
    /** A text; a code point is a step. */
    CHARACTERS,
    /** A list of lists of numbers, one for each step of the input. */
    FRAMES,
    /** A list of lists of integers, one for each step of the input. */
    SETS,
    /** A list of numbers, or a number. */
    VECTOR,
    /** The input itself, one step later. */
    NEXT;

    /** Returns whether it is in a column of its own. */
    public boolean hasColumn() {
      return this != NONE && this != NEXT;
    }

    /** Returns whether it is a sequence of tokens with a length of its own. */
    public boolean isSequence() {
      return this == WORDS || this == CHARACTERS;
    }

    /** Returns whether each step of the input has a target. */
    public boolean isPerStep() {
      return this == TAGS || this == FRAMES || this == SETS || this == NEXT;
    }
  }

  public TargetSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        kind == Kind.SETS ? width >= 1 : width >= 0,
        "corpus.target.width",
        kind == Kind.SETS ? "at least 1 for sets" : "at least 0",
        width,
        "corpus.target.kind");
    checks.finish();
  }

  /** Creates a target without normalization, with the default scoring. */
  public TargetSettings(String column, Kind kind, int width) {
    this(column, kind, width, false, ScoringSettings.defaults());
  }

  /** Returns the target settings of a text corpus, which has no columns. */
  public static TargetSettings forText() {
    return new TargetSettings("", Kind.NONE, 0);
  }
}
