package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.JsonValueConverter;
import dev.unfold.driver.corpus.table.format.RangeRowReader;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A table in files of any format except CoNLL.
 *
 * @param files the files, sorted
 * @param columns the columns of all files; empty if no file has any
 * @param rows the rows or their faults, in the order of the files, read again on each use
 * @param advice another format that the files seem to have, for a message about a missing column
 * @param folders the values in the names of folders
 */
public record FileTable(
    List<SourceFile> files,
    StructType columns,
    JavaRDD<RowReadResult<ValueRow>> rows,
    Optional<String> advice,
    FolderValues folders) {
  /** Returns a table of ranges of files. */
  static FileTable of(
      TableSplitter splits,
      List<SourceFile> files,
      StructType columns,
      List<FileRange> ranges,
      RangeRowReader.Opener<ValueRow> opener) {
    return new FileTable(
        files, columns, splits.read(ranges, opener), Optional.empty(), FolderValues.none());
  }

  /** Returns the same table with advice for a message about a missing column. */
  FileTable withAdvice(Optional<String> newAdvice) {
    return new FileTable(files, columns, rows, newAdvice, folders);
  }

  /** Returns the same table with other values in the names of folders. */
  FileTable withFolders(FolderValues others) {
    return new FileTable(files, columns, rows, advice, others);
  }

  /** Returns the same table with other rows. */
  FileTable withRows(JavaRDD<RowReadResult<ValueRow>> others) {
    return new FileTable(files, columns, others, advice, folders);
  }

  /** Returns whether there are no columns, and so no rows. */
  public boolean isEmpty() {
    return columns.size() == 0;
  }

  /**
   * Returns the index of a column.
   *
   * @throws CorpusException if there is no column of that name
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
              + Excerpt.oneLine(names.toString())
              + advice
                  .or(() -> similar(name, names))
                  .or(() -> folders.advice(name, files))
                  .map(text -> "; " + text)
                  .orElse(""));
    }
    return index;
  }

  /**
   * Returns a warning for the user if names of folders have values, as in {@code day=2026-01-01},
   * that no column has.
   */
  public Optional<String> warningOfFolders() {
    return folders.warning(files, Arrays.asList(columns.fieldNames()));
  }

  /** Returns advice to use a name that differs only in letter case or surrounding white space. */
  private static Optional<String> similar(String name, List<String> names) {
    String requested = Whitespace.strip(name);
    return names.stream()
        .filter(column -> Whitespace.strip(column).equalsIgnoreCase(requested))
        .findFirst()
        .map(column -> "did you mean \"" + column + "\"?");
  }

  /** Returns a row with the values of Spark. */
  public static Row row(Object[] row, StructType columns) {
    Object[] values = row.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = JsonValueConverter.ofSpark(values[i], columns.fields()[i].dataType());
    }
    return RowFactory.create(values);
  }
}
