package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The input of an example in a row of a table; ignored for a text corpus.
 *
 * @param column name of the column; its number, from 1, in a table without names
 * @param kind what the column holds
 * @param width of sets: their ids are below it
 * @param reversed whether the last step comes first
 * @param normalise whether numbers of frames and vectors are shifted and scaled so that each has
 *     mean 0 and standard deviation 1 in the training rows
 * @param spelling whether words are also read letter by letter
 */
public record InputSettings(
    String column, Kind kind, int width, boolean reversed, boolean normalise, boolean spelling)
    implements Serializable {

  /** The kind of values in an input column. */
  public enum Kind {
    /** A text of words between white space, or a list of words; a word is a step. */
    WORDS,
    /** A text; a code point is a step. */
    CHARACTERS,
    /** A text that is one of few; a single step. */
    LABEL,
    /** Words, of which only counts which are there; a single step. */
    BAG,
    /** A list of lists of numbers; an inner list is a step. */
    FRAMES,
    /** A list of lists of whole numbers; an inner list is a step. */
    SETS,
    /** A list of numbers, or a number; a single step. */
    VECTOR;

    /** Returns whether an input is more than a single step. */
    public boolean isSequence() {
      return this != LABEL && this != BAG && this != VECTOR;
    }
  }

  public InputSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        kind == Kind.SETS ? width >= 1 : width >= 0,
        "corpus.input.width",
        kind == Kind.SETS ? "at least 1 for sets" : "at least 0",
        width,
        "corpus.input.kind");
    checks.require(
        !spelling || kind == Kind.WORDS,
        "corpus.input.spelling",
        "false where corpus.input.kind is not words",
        spelling,
        "corpus.input.kind");
    checks.require(
        !reversed || kind.isSequence(),
        "corpus.input.reversed",
        "false where corpus.input.kind is a single step",
        reversed,
        "corpus.input.kind");
    checks.finish();
  }

  /** Returns the input settings of a text corpus, which has no columns. */
  public static InputSettings forText() {
    return new InputSettings("", Kind.WORDS, 0, false, true, false);
  }
}
