package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.FileTables;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads inputs and targets of the rows of tables. The rows are read again on each use. */
public final class TableReader {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  private final TableSplitter splits;
  private final CorpusSettings settings;

  public TableReader(TableSplitter splits, CorpusSettings settings) {
    this.splits = splits;
    this.settings = settings;
  }

  /**
   * Returns the rows or their faults, in the order of the files. The recordings of normalized
   * speakers are read once before.
   *
   * @throws CorpusException if the table has no rows or lacks a column
   */
  public JavaRDD<RowReadResult<TableRow>> read(List<SourceFile> files) throws IOException {
    if (settings.format() == CorpusFormat.CONLL) {
      return sentences(
          splits,
          files,
          ConllColumnSelection.of(settings.columns().names(), settings.target().column()));
    }
    FileTable table = FileTables.open(splits, files, settings);
    if (table.isEmpty()) {
      throw new CorpusException(
          "no rows in " + files.get(0).path() + ": " + FileCount.of(files.size()) + ", all empty");
    }
    table.warningOfFolders().ifPresent(LOG::warn);
    RowColumns columns = RowColumns.of(table::indexOf, settings, configuration());
    return SpeakerNormalization.ofTable(
        splits.spark(), settings.columns(), table.rows().map(row -> row.map(columns::row)));
  }

  /**
   * Returns a hash of the path, the size and the modification time of each recording that the rows
   * name; empty if no input is audio.
   */
  public String recordings(List<SourceFile> files) throws IOException {
    if (!settings.columns().hasAudio()) {
      return "";
    }
    FileTable table = FileTables.open(splits, files, settings);
    return table.isEmpty() ? "" : RecordingsHash.of(table, settings.columns(), configuration());
  }

  private Configuration configuration() {
    return splits.spark().hadoopConfiguration();
  }

  /** Returns the sentences of files or their faults, in their order. */
  static JavaRDD<RowReadResult<TableRow>> sentences(
      TableSplitter splits, List<SourceFile> files, ConllColumnSelection columns) {
    return splits.read(
        splits.whole(files),
        (file, configuration) ->
            new ConllRowReader(new ConllReader(file.file(), columns, configuration)));
  }
}
