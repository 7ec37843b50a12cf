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
 *     mean 0 and standard deviation 1 in the training rows; predictions and metrics are in their
 *     unit
 * @param scoring the scoring of generated sequences
 * @param ahead the number of steps by which the target is later than the input, at least 1; 1
 *     unless the target is the input itself
 * @param difference whether later numbers are predicted as the change from the last ones
 * @param season the number of steps of a season, whose naive forecast is scored beside that of the
 *     network; 0 if there is none
 * @param boundaries whether the first step is predicted from the boundary before a sequence, and
 *     the boundary after it from the last step
 */
public record TargetSettings(
    String column,
    Kind kind,
    int width,
    boolean normalise,
    ScoringSettings scoring,
    int ahead,
    boolean difference,
    int season,
    boolean boundaries)
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
    /** A text; a subword is a step. */
    SUBWORDS,
    /** A list of lists of numbers, one for each step of the input. */
    FRAMES,
    /** A list of lists of integers, one for each step of the input. */
    SETS,
    /** A list of numbers, or a number. */
    VECTOR,
    /** The input itself, one step later, or several. */
    NEXT;

    /** Returns whether it is in a column of its own. */
    public boolean hasColumn() {
      return this != NONE && this != NEXT;
    }

    /** Returns whether it is a sequence of tokens with a length of its own. */
    public boolean isSequence() {
      return this == WORDS || this == CHARACTERS || this == SUBWORDS;
    }

    /** Returns whether it is a sequence that is compared word by word, as that of subwords is. */
    public boolean isOfWords() {
      return this == WORDS || this == SUBWORDS;
    }

    /** Returns whether its values are numbers. */
    public boolean isNumeric() {
      return this == FRAMES || this == VECTOR;
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
    checks.require(
        kind == Kind.NEXT ? ahead >= 1 : ahead == 1,
        "corpus.target.ahead",
        kind == Kind.NEXT ? "at least 1" : "1 unless corpus.target.kind is next",
        ahead,
        "corpus.target.kind");
    checks.require(
        kind == Kind.NEXT || !difference,
        "corpus.target.difference",
        "false unless corpus.target.kind is next",
        difference,
        "corpus.target.kind");
    checks.require(
        kind == Kind.NEXT ? season >= 0 : season == 0,
        "corpus.target.season",
        kind == Kind.NEXT ? "at least 0" : "0 unless corpus.target.kind is next",
        season,
        "corpus.target.kind");
    checks.require(
        !boundaries || (kind == Kind.NEXT && ahead == 1),
        "corpus.target.boundaries",
        "false unless corpus.target.kind is next and corpus.target.ahead is 1",
        boundaries,
        "corpus.target.kind");
    checks.finish();
  }

  /** Creates a target without normalization, with the default scoring. */
  public TargetSettings(String column, Kind kind, int width) {
    this(column, kind, width, false, ScoringSettings.defaults(), 1, false, 0, false);
  }

  /**
   * Returns the number of steps between the value that a naive forecast repeats and its target:
   * whole seasons, as few as possible, if there is a season.
   */
  public long naiveSteps() {
    return season == 0 ? ahead : (ahead + season - 1L) / season * season;
  }

  /** Returns the target settings of a text corpus, which has no columns. */
  public static TargetSettings forText() {
    return new TargetSettings(
        "", Kind.NONE, 0, true, ScoringSettings.defaults(), 1, false, 0, false);
  }
}
