package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The weights of the rows of a table in the loss of training.
 *
 * @param column the name of the column with the weight of each row, or its number from 1 in a table
 *     without column names; empty if all weights are 1
 */
public record WeightSettings(String column) implements Serializable {
  /** The key of the column. */
  public static final String KEY = "corpus.weight.column";

  /** Returns the settings without weights. */
  public static WeightSettings none() {
    return new WeightSettings("");
  }

  /** Returns whether rows have weights. */
  public boolean hasColumn() {
    return !column.isEmpty();
  }

  /** Checks that there is no column if rows of the format cannot have weights. */
  void requireFor(SettingChecks checks, String corpusFormat, boolean possible) {
    checks.require(
        possible || !hasColumn(),
        KEY,
        "no value where corpus.format is " + corpusFormat,
        column,
        "corpus.format");
  }
}
