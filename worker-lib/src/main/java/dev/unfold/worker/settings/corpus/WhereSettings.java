package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The rows of tables that are used: SQL expressions over their columns; an empty one means all.
 *
 * @param train selects the rows of the training table
 * @param validation selects the rows of the validation table
 * @param test selects the rows of the test table
 */
public record WhereSettings(String train, String validation, String test) implements Serializable {
  /** The section of the conditions. */
  public static final String KEY = "corpus.where";

  /** Returns the selection of all rows. */
  public static WhereSettings all() {
    return new WhereSettings("", "", "");
  }

  /** Checks that there are no conditions if rows of the format cannot be selected. */
  void requireFor(SettingChecks checks, String corpusFormat, boolean selectable) {
    checks.require(
        selectable || equals(all()),
        KEY,
        "no values where corpus.format is " + corpusFormat,
        train.isEmpty() ? "some" : "train = \"" + train + "\"",
        "corpus.format");
  }
}
