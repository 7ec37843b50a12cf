package dev.unfold.driver.operation;

import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.corpus.TableLocation;
import dev.unfold.worker.settings.corpus.WhereSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.util.List;

/**
 * Where a requested table is found, and which of its rows are used. A component is null, or empty,
 * if it is as in training; of a model that was trained on a data source of Spark, the paths are
 * then names of tables of the catalog, since it does not contain the options of the source.
 *
 * @param format the format of the table
 * @param header whether csv or tsv files start with a header line
 * @param source the name of a data source of Spark
 * @param location the option of the source that gets each path
 * @param options further options of the source, each as {@code NAME=VALUE}
 * @param where an SQL expression that selects rows; empty for all, whatever training used
 */
public record RequestedSource(
    CorpusFormat format,
    Boolean header,
    String source,
    String location,
    List<String> options,
    String where) {
  public RequestedSource {
    options = List.copyOf(options);
    boolean spark = format == CorpusFormat.SPARK;
    if (source.isEmpty()) {
      require(!spark, "--source", "a data source of Spark where --format is spark", "none");
      require(options.isEmpty(), "--option", "no value without --source", options.size());
      require(location.isEmpty(), "--location", "no value without --source", location);
    } else {
      require(
          spark || format == null, "--source", "no value for another --format than spark", source);
    }
  }

  private static void require(boolean condition, String option, String expected, Object found) {
    InvalidSettingException.require(condition, option, expected, found);
  }

  /** Returns the source of files as in training. */
  public static RequestedSource asInTraining() {
    return new RequestedSource(null, null, "", "", List.of(), "");
  }

  /** Returns whether it is as in training, and all rows are used. */
  boolean isAsInTraining() {
    return equals(asInTraining());
  }

  /** Returns whether it consists of folders of recordings. */
  boolean isRecordings() {
    return format == CorpusFormat.WAV;
  }

  /** Returns the same rows of a table of the catalog. */
  RequestedSource ofTable() {
    return new RequestedSource(CorpusFormat.TABLE, null, "", "", List.of(), where);
  }

  /** Returns the format of the table. */
  CorpusFormat format(Preprocessing.Table trained) {
    CorpusFormat asInTraining = source.isEmpty() ? trained.format().read() : CorpusFormat.SPARK;
    return format == null ? asInTraining : format;
  }

  boolean header(Preprocessing.Table trained) {
    return header == null ? trained.header() : header;
  }

  /** Returns the data source of Spark. */
  SourceSettings settings() {
    SourceSettings none = SourceSettings.none();
    return new SourceSettings(source, location.isEmpty() ? none.location() : location, options);
  }

  /**
   * Reads the table.
   *
   * @throws CorpusException if it cannot be used; a condition is named as it was requested, not as
   *     in a configuration
   */
  <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (CorpusException e) {
      String message = e.getMessage().replace(WhereSettings.KEY + ": ", "--where: ");
      if (message.equals(e.getMessage())) {
        throw e;
      }
      CorpusException named = new CorpusException(e.kind(), message);
      named.initCause(e);
      throw named;
    }
  }

  /** Returns the settings of a table with the inputs and targets of training. */
  CorpusSettings corpus(List<String> paths, Preprocessing.Table trained) {
    return CorpusSettings.ofTable(
        new TableLocation(paths, format(trained), header(trained), settings(), where),
        trained.columns(),
        trained.sequence(),
        trained.target());
  }

  /** Reads a table. */
  interface Reading<T> {
    T read() throws IOException;
  }
}
