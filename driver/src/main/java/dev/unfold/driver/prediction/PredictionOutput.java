package dev.unfold.driver.prediction;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import dev.unfold.worker.settings.CorpusSettings.Format;
import dev.unfold.worker.settings.SettingKeys;
import java.io.Serializable;

/**
 * Where predictions go.
 *
 * @param path of a folder that does not exist
 * @param format of its files
 * @param column of the prediction
 */
public record PredictionOutput(String path, Format format, String column) implements Serializable {
  public PredictionOutput {
    require(
        format != Format.CONLL && format != Format.TEXT,
        "output format",
        "json, csv, tsv or parquet",
        SettingKeys.of(format));
    require(!column.isBlank(), "prediction column", "a name", "none");
  }

  /** Whether a value cannot be a list. */
  boolean isFlat() {
    return format == Format.CSV || format == Format.TSV;
  }
}
