package dev.unfold.worker.settings.corpus;

import java.util.List;

/**
 * Where a table is found, and which of its rows are used.
 *
 * @param paths the files, folders or globs, the names in a catalog, or the locations in a data
 *     source
 * @param format the format of the table
 * @param header whether the first line of a delimited file names the columns
 * @param source the data source of Spark, if the format is that of one
 * @param where an SQL expression that selects rows; empty for all
 */
public record TableLocation(
    List<String> paths, CorpusFormat format, boolean header, SourceSettings source, String where) {
  public TableLocation {
    paths = List.copyOf(paths);
  }

  /** Returns the location of all rows of files, or of tables of a catalog. */
  public static TableLocation ofAll(List<String> paths, CorpusFormat format, boolean header) {
    return new TableLocation(paths, format, header, SourceSettings.none(), "");
  }
}
