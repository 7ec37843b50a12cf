package dev.unfold.driver.prediction.column;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.storage.file.SparkOutputFolder;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.Whitespace;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The output of predictions.
 *
 * @param path the path of a folder that does not exist
 * @param format the format of its files
 * @param column the column of the prediction
 */
public record PredictionOutput(String path, CorpusFormat format, String column)
    implements Serializable {
  /** The column of the prediction if none is requested. */
  public static final String DEFAULT_COLUMN = "prediction";

  private static final Set<CorpusFormat> FORMATS =
      EnumSet.of(
          CorpusFormat.JSON,
          CorpusFormat.PARQUET,
          CorpusFormat.CSV,
          CorpusFormat.TSV,
          CorpusFormat.TSV_ESCAPED);
  private static final String FOLDER = "--output";

  public PredictionOutput {
    requireFormat(FORMATS.contains(format), SettingKeys.of(format));
    require(!Whitespace.isBlank(column), "--prediction-column", "a name", "none");
  }

  /**
   * Returns the format of an output with a name, in any case.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if there is none
   */
  public static CorpusFormat formatOf(String name) {
    Optional<CorpusFormat> found =
        FORMATS.stream()
            .filter(format -> SettingKeys.of(format).equalsIgnoreCase(name))
            .findFirst();
    requireFormat(found.isPresent(), name);
    return found.orElseThrow();
  }

  private static void requireFormat(boolean known, String found) {
    require(known, "--output-format", "json, parquet, csv, tsv or tsv-escaped", found);
  }

  /**
   * Rejects a folder that exists or cannot be written, before anything is done.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if it exists
   * @throws IOException if it cannot be written
   */
  public void requireFree(Configuration configuration) throws IOException {
    folder(configuration).requireAbsent(FOLDER);
    new WriteAccessCheck(FOLDER, configuration).requireFolderAnywhere(path);
  }

  /** Returns the folder. */
  public SparkOutputFolder folder(Configuration configuration) throws IOException {
    return new SparkOutputFolder(path, configuration);
  }

  /**
   * Returns a column of the prediction.
   *
   * @param suffix what its name has after that of the prediction
   */
  StructField field(String suffix, DataType type) {
    return DataTypes.createStructField(column + suffix, type, true);
  }

  /** Returns whether a value cannot be a list. */
  boolean isFlat() {
    return format.isSeparated();
  }
}
