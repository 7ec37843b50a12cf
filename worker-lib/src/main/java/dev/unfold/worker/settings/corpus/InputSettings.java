package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The input of an example in a row of a table; ignored for a text corpus.
 *
 * @param column the name of the column, or its number from 1 in a table without column names
 * @param kind the kind of values in the column
 * @param width the exclusive upper bound of the ids of sets
 * @param reversed whether the order of the steps is reversed
 * @param normalise whether the values of frames and vectors are normalized to mean 0 and standard
 *     deviation 1 in the training rows
 * @param characters whether words are also read as characters
 */
public record InputSettings(
    String column, Kind kind, int width, boolean reversed, boolean normalise, boolean characters)
    implements Serializable {

  /** The kind of values in an input column. */
  public enum Kind {
    /** A text of words separated by whitespace, or a list of words; a word is a step. */
    WORDS,
    /** A text; a code point is a step. */
    CHARACTERS,
    /** A text with few distinct values; a single step. */
    LABEL,
    /** A bag of words, of which only the presence is relevant; a single step. */
    BAG,
    /** A list of lists of numbers; an inner list is a step. */
    FRAMES,
    /** A list of lists of integers; an inner list is a step. */
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
        !characters || kind == Kind.WORDS,
        "corpus.input.characters",
        "false where corpus.input.kind is not words",
        characters,
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
