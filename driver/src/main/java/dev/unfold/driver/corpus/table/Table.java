package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A table in files of any format but CoNLL.
 *
 * @param files sorted
 * @param columns of all files; none if no file has any
 * @param rows or their faults, in the order of the files, read anew each time
 */
public record Table(
    List<SourceFile> files, StructType columns, JavaRDD<ReadResult<ValueRow>> rows) {
  /**
   * Opens a table.
   *
   * @param files sorted
   * @param header whether the first line of each file names the columns, where the format has none
   *     otherwise
   * @throws CorpusException if the files have no columns in common, or cannot be read
   */
  public static Table open(
      TableSplits splits, List<SourceFile> files, Format format, boolean header)
      throws IOException {
    return switch (format) {
      case JSON -> JsonTable.open(splits, files);
      case PARQUET -> ParquetTable.open(splits, files);
      case CSV, CSV_SPARK, CSV_ESCAPED, TSV, TSV_QUOTED, TSV_ESCAPED ->
          SeparatedTable.open(splits, files, Separated.of(format), header);
      case TEXT, CONLL -> throw new IllegalArgumentException(format + " is no table of columns");
    };
  }

  /** Returns a table of stretches of files. */
  static Table of(
      TableSplits splits,
      List<SourceFile> files,
      StructType columns,
      List<FileRange> ranges,
      RangeRows.Opener<ValueRow> opener) {
    return new Table(files, columns, splits.read(ranges, opener));
  }

  /** Whether there are no columns, and so no rows. */
  public boolean isEmpty() {
    return columns.size() == 0;
  }

  /**
   * Returns the place of a column.
   *
   * @throws CorpusException if there is none of that name
   */
  public int indexOf(String name) throws CorpusException {
    List<String> names = Arrays.asList(columns.fieldNames());
    int index = names.indexOf(name);
    if (index < 0) {
      throw new CorpusException(
          ErrorKind.CONFIGURATION,
          "no column "
              + name
              + " in "
              + files.get(0).path()
              + ", found the columns "
              + names
              + advice(name, names));
    }
    return index;
  }

  /** Returns what a user who names a column that is not there is likely to have overlooked. */
  private static String advice(String name, List<String> names) {
    String only = names.size() == 1 ? names.get(0) : "";
    if (only.contains(";") || only.contains("\t") || only.contains(",")) {
      return ": is this one column because of its separator? csv takes commas, tsv takes tabs,"
          + " and semicolons have to be converted";
    }
    return names.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  /** Returns the values of a row as Spark has them. */
  public static Row row(Object[] row, StructType columns) {
    Object[] values = row.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = JsonValues.ofSpark(values[i], columns.fields()[i].dataType());
    }
    return RowFactory.create(values);
  }
}
