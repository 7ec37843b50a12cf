package dev.unfold.driver.operation;

import dev.unfold.driver.prediction.PredictionInput;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.List;

/**
 * The requested input of predictions.
 *
 * @param paths the files, folders or globs of the table, its names in the catalog of Spark, or its
 *     locations in a data source
 * @param source where the table is found
 * @param columns the input columns; empty if they are as in training
 */
public record RequestedInput(List<String> paths, RequestedSource source, List<String> columns) {
  public RequestedInput {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
  }

  /** Returns whether the paths are those of recordings, not of a table that lists them. */
  boolean isRecordings() {
    return source.isRecordings();
  }

  /** Returns the input of a model that was trained on such a table. */
  PredictionInput of(Preprocessing.Table trained) {
    return new PredictionInput(
        paths,
        isRecordings() ? CorpusFormat.TABLE : source.format(trained),
        source.header(trained),
        columns.isEmpty() ? trained.columns().names() : columns,
        source.settings(),
        source.where());
  }
}
