package dev.unfold.driver.prediction;

import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.corpus.TableLocation;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table for whose rows predictions are made.
 *
 * @param paths the files, folders or globs
 * @param format the format of the files
 * @param header whether the first line of a csv or tsv file names the columns
 * @param columns the columns that the model reads, in the order of its inputs
 * @param source the data source of Spark, if the format is that of one
 * @param where an SQL expression that selects rows; empty for all
 */
public record PredictionInput(
    List<String> paths,
    CorpusFormat format,
    boolean header,
    List<String> columns,
    SourceSettings source,
    String where) {
  public PredictionInput {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
  }

  /** Creates an input of all rows of files, or of tables of a catalog. */
  public PredictionInput(
      List<String> paths, CorpusFormat format, boolean header, List<String> columns) {
    this(paths, format, header, columns, SourceSettings.none(), "");
  }

  /** Returns the same input, whose selected rows are stored in Parquet files of a folder. */
  PredictionInput stored(String folder) {
    return new PredictionInput(List.of(folder), CorpusFormat.PARQUET, true, columns);
  }

  /** Returns the same input, read from a table of the catalog. */
  public PredictionInput ofTable(String name) {
    return new PredictionInput(
        List.of(name), CorpusFormat.TABLE, true, columns, SourceSettings.none(), where);
  }

  /** Returns whether the columns have no names. */
  boolean isNameless() {
    return !header && format.isSeparated();
  }

  /** Returns the settings for reading the table: the input as in training, and no target. */
  CorpusSettings settings(Preprocessing.Table trained) {
    return CorpusSettings.ofTable(
        new TableLocation(paths, format, header, source, where),
        inputs(trained),
        trained.sequence(),
        new TargetSettings(tagColumn(trained), TargetSettings.Kind.NONE, 0));
  }

  /** Returns the settings of the inputs as in training, with their columns of this table. */
  InputColumns inputs(Preprocessing.Table trained) {
    List<InputSettings> inputs = trained.inputs();
    InvalidSettingException.require(
        columns.size() == inputs.size(),
        "--input-column",
        inputs.size() + " columns, like " + trained.columns().names() + " in training",
        columns);
    return new InputColumns(
        IntStream.range(0, columns.size())
            .mapToObj(i -> inputs.get(i).inColumn(columns.get(i)))
            .toList());
  }

  /** Returns the encoder of the rows for a model. */
  PredictionRowEncoder encoder(TableModel model) {
    ExampleNetwork network = model.network();
    return new PredictionRowEncoder(
        inputs(model.preprocessing()),
        new ExampleFieldKinds(network.inputs(), network.target()),
        model.schema());
  }

  /**
   * Returns the column of the tags if both formats are conll. Known tags are kept in the output,
   * like the other columns of other tables.
   */
  private String tagColumn(Preprocessing.Table trained) {
    boolean both = format == CorpusFormat.CONLL && trained.format() == CorpusFormat.CONLL;
    return both ? trained.target().column() : "";
  }
}
