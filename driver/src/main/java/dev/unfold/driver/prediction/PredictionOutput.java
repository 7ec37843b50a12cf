package dev.unfold.driver.prediction;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import dev.unfold.driver.storage.OutputFolder;
import dev.unfold.worker.settings.CorpusSettings.Format;
import dev.unfold.worker.settings.SettingKeys;
import java.io.IOException;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Where predictions go.
 *
 * @param path of a folder that does not exist
 * @param format of its files
 * @param column of the prediction
 */
public record PredictionOutput(String path, Format format, String column) implements Serializable {
  private static final String FOLDER = "--output";
  private static final Set<Format> FORMATS =
      EnumSet.of(Format.JSON, Format.CSV, Format.TSV, Format.PARQUET);

  public PredictionOutput {
    require(
        FORMATS.contains(format),
        "--output-format",
        "json, csv, tsv or parquet",
        SettingKeys.of(format));
    require(!column.isBlank(), "--prediction-column", "a name", "none");
  }

  /**
   * Refuses a folder that exists or that could not be written, before anything is done.
   *
   * @throws dev.unfold.worker.settings.InvalidSettingException if it cannot be the output
   * @throws IOException if the file system does not answer
   */
  public void requireFree(Configuration configuration) throws IOException {
    OutputFolder folder = folder(configuration);
    folder.requireAbsent(FOLDER);
    folder.requireWritable(FOLDER);
  }

  OutputFolder folder(Configuration configuration) throws IOException {
    return new OutputFolder(path, configuration);
  }

  /** Whether a value cannot be a list. */
  boolean isFlat() {
    return format == Format.CSV || format == Format.TSV;
  }
}
