package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.FileTables;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Format;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Reads inputs and targets of the rows of tables. The rows are read again on each use. */
public final class TableReader {
  private static final int NO_COLUMN = -1;

  private final TableSplitter splits;
  private final CorpusSettings settings;

  public TableReader(TableSplitter splits, CorpusSettings settings) {
    this.splits = splits;
    this.settings = settings;
  }

  /**
   * Returns the rows or their faults, in the order of the files.
   *
   * @throws CorpusException if the table has no rows or lacks a column
   */
  public JavaRDD<RowReadResult<TableRow>> read(List<SourceFile> files) throws IOException {
    if (settings.format() == Format.CONLL) {
      return sentences(
          splits,
          files,
          ConllColumnSelection.of(settings.input().column(), settings.target().column()));
    }
    FileTable table = FileTables.open(splits, files, settings);
    if (table.isEmpty()) {
      throw new CorpusException(
          "no rows in " + files.get(0).path() + ": " + FileCount.of(files.size()) + ", all empty");
    }
    Places places =
        new Places(
            table.indexOf(settings.input().column()),
            settings.target().kind().hasColumn()
                ? table.indexOf(settings.target().column())
                : NO_COLUMN);
    return table.rows().map(row -> row.map(places::row));
  }

  /** Returns the sentences of files or their faults, in their order. */
  static JavaRDD<RowReadResult<TableRow>> sentences(
      TableSplitter splits, List<SourceFile> files, ConllColumnSelection columns) {
    return splits.read(
        splits.whole(files),
        (file, configuration) ->
            new ConllRowReader(new ConllReader(file.file(), columns, configuration)));
  }

  /** The indices of the input and target columns of a table. */
  private record Places(int input, int target) implements Serializable {
    TableRow row(ValueRow row) {
      Object targetValue = target == NO_COLUMN ? null : plain(row.values()[target]);
      return new TableRow(row.place().toString(), plain(row.values()[input]), targetValue, 0);
    }
  }

  /** Returns a value with its lists as Java lists. */
  static Object plain(Object value) {
    if (value instanceof Seq<?> sequence) {
      return JavaConverters.seqAsJavaList(sequence).stream().map(TableReader::plain).toList();
    }
    return value instanceof Object[] array ? Arrays.asList(array) : value;
  }
}
