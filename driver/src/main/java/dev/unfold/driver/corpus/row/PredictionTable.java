package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.FileTables;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table for whose rows predictions are made, in the order of its files.
 *
 * @param columns the columns of the table; without a target if the format is conll and the files
 *     have none; only the input if no file has columns
 * @param results the rows or their faults, read again on each use
 */
public record PredictionTable(StructType columns, JavaRDD<RowReadResult<PredictionRow>> results) {
  private static final Logger LOG = LoggerFactory.getLogger(PredictionTable.class);

  /**
   * Opens a table.
   *
   * @param files the files, sorted
   * @param settings the settings of the table; a target in a column of conll is kept if there is
   *     one
   * @throws CorpusException if it does not have the input column
   */
  public static PredictionTable open(
      TableSplitter splits, List<SourceFile> files, CorpusSettings settings) throws IOException {
    return settings.format() == CorpusFormat.CONLL
        ? sentences(splits, files, settings)
        : table(splits, files, settings);
  }

  /**
   * Returns the rows of a table that is known to have no faults.
   *
   * @return the rows; reading one that has a fault after all throws an exception
   */
  public JavaRDD<PredictionRow> rows() {
    return results
        .filter(result -> !(result instanceof RowReadResult.Notice<PredictionRow>))
        .map(
            result -> {
              if (result instanceof RowReadResult.Good<PredictionRow> good) {
                return good.value();
              }
              throw new CorpusException(((RowReadResult.Fault<PredictionRow>) result).message());
            });
  }

  private static PredictionTable sentences(
      TableSplitter splits, List<SourceFile> files, CorpusSettings settings)
      throws CorpusException {
    ConllColumnSelection read =
        ConllColumnSelection.of(settings.columns().names(), settings.target().column())
            .withoutNeedOfTarget();
    DataType texts = DataTypes.createArrayType(DataTypes.StringType);
    StructType columns = new StructType().add("words", texts);
    for (String further : settings.columns().names().stream().skip(1).toList()) {
      columns = columns.add(further, texts);
    }
    columns = columns.add("tags", texts);
    return new PredictionTable(
        columns,
        TableReader.sentences(splits, files, read).map(row -> row.map(PredictionTable::sentence)));
  }

  private static PredictionRow sentence(TableRow row) {
    List<Object> values = new ArrayList<>(row.inputs());
    values.add(row.target());
    return new PredictionRow(row.place(), row.inputs(), row.position(), values);
  }

  private static PredictionTable table(
      TableSplitter splits, List<SourceFile> files, CorpusSettings settings) throws IOException {
    FileTable table = FileTables.open(splits, files, settings);
    if (table.isEmpty()) {
      return new PredictionTable(
          onlyInputs(settings.columns().names()), splits.read(List.of(), (range, unused) -> null));
    }
    table.warningOfFolders().ifPresent(LOG::warn);
    RowColumns columns =
        RowColumns.of(table::indexOf, settings, splits.spark().hadoopConfiguration());
    return new PredictionTable(
        table.columns(),
        SpeakerNormalization.ofPredictions(
            splits.spark(),
            settings.columns(),
            table.rows().map(result -> result.map(row -> row(columns, row)))));
  }

  private static PredictionRow row(RowColumns columns, ValueRow row) throws IOException {
    TableRow read = columns.row(row);
    return new PredictionRow(
        read.place(), read.inputs(), read.position(), Arrays.asList(row.values()));
  }

  private static StructType onlyInputs(List<String> names) {
    StructType columns = new StructType();
    for (String name : names) {
      columns = columns.add(name, DataTypes.StringType);
    }
    return columns;
  }
}
