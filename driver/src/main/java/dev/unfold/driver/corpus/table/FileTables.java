package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.DelimitedDialect;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.List;

/** Opens tables in files of any format except CoNLL. */
public final class FileTables {
  private FileTables() {}

  /**
   * Opens the selected rows of the training table of settings.
   *
   * @param files the files, sorted
   * @throws CorpusException if the files have no columns in common, or cannot be read
   */
  public static FileTable open(
      TableSplitter splits, List<SourceFile> files, CorpusSettings settings) throws IOException {
    boolean inLines = settings.format() == CorpusFormat.JSON || settings.format().isSeparated();
    TableSplitter all = settings.columns().hasAudio() ? splits.ofRecordings(inLines) : splits;
    FileTable read = open(all, files, settings.format(), settings.header());
    FileTable table =
        read.withFolders(
            read.folders().below(settings.train(), splits.spark().hadoopConfiguration()));
    return RowFilter.select(splits.spark(), table, settings.where().train());
  }

  /**
   * Opens a table.
   *
   * @param files the files, sorted
   * @param header whether the first line of each file names the columns, where the format has none
   *     otherwise
   * @throws CorpusException if the files have no columns in common, or cannot be read
   */
  public static FileTable open(
      TableSplitter splits, List<SourceFile> files, CorpusFormat format, boolean header)
      throws IOException {
    return read(splits, files, format, header).withFolders(FolderValues.of(format, header));
  }

  private static FileTable read(
      TableSplitter splits, List<SourceFile> files, CorpusFormat format, boolean header)
      throws IOException {
    return switch (format) {
      case JSON -> JsonTable.open(splits, files);
      case PARQUET -> TypedFileTable.open(splits, files, new ParquetFormat());
      case ORC -> TypedFileTable.open(splits, files, new OrcFormat());
      case AVRO -> TypedFileTable.open(splits, files, new AvroFormat());
      case CSV, CSV_SPARK, CSV_ESCAPED, CSV_SEMICOLON, TSV, TSV_QUOTED, TSV_ESCAPED ->
          DelimitedTable.open(splits, files, DelimitedDialect.of(format), header);
      case TEXT, WAV, CONLL, TABLE, SPARK ->
          throw new IllegalArgumentException(format + " is not a table with columns");
    };
  }
}
