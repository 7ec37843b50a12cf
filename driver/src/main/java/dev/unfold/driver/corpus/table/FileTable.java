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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
 */
public record FileTable(
    List<SourceFile> files,
    StructType columns,
    JavaRDD<RowReadResult<ValueRow>> rows,
    Optional<String> advice) {
  private static final String OF_SPARK =
      "; a table of Spark has them: use its name with corpus.format = table, or the folder above them"
          + " with corpus.format = spark and corpus.source.format = parquet (--format table or"
          + " --source parquet of a command)";

  /** The name of a value in the name of a folder; it is followed by the rest of the path. */
  private static final Pattern VALUE_OF_FOLDER = Pattern.compile("/([^/=]+)=[^/]*(?=/)");

  /** Returns a table of ranges of files. */
  static FileTable of(
      TableSplitter splits,
      List<SourceFile> files,
      StructType columns,
      List<FileRange> ranges,
      RangeRowReader.Opener<ValueRow> opener) {
    return new FileTable(files, columns, splits.read(ranges, opener), Optional.empty());
  }

  /** Returns the same table with advice for a message about a missing column. */
  FileTable withAdvice(Optional<String> newAdvice) {
    return new FileTable(files, columns, rows, newAdvice);
  }

  /** Returns the same table with other rows. */
  FileTable withRows(JavaRDD<RowReadResult<ValueRow>> others) {
    return new FileTable(files, columns, others, advice);
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
                  .or(() -> ofFolder(name))
                  .map(text -> "; " + text)
                  .orElse(""));
    }
    return index;
  }

  private Optional<String> ofFolder(String name) {
    boolean partitioned = files.get(0).path().contains("/" + name + "=");
    return partitioned
        ? Optional.of("values in folder names are not columns" + OF_SPARK)
        : Optional.empty();
  }

  /**
   * Returns a warning for the user if names of folders have values, as in {@code day=2026-01-01},
   * that no column has: programs that write such folders leave them out of the files.
   */
  public Optional<String> warningOfFolders() {
    Set<String> names = new TreeSet<>();
    for (SourceFile file : files) {
      VALUE_OF_FOLDER
          .matcher(file.path())
          .results()
          .map(found -> found.group(1))
          .forEach(names::add);
    }
    names.removeAll(Arrays.asList(columns.fieldNames()));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: the values %s in the names of folders are not columns and are not read%s"
                .formatted(files.get(0).path(), Excerpt.oneLine(names.toString()), OF_SPARK));
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
