package dev.unfold.driver.operation;

import dev.unfold.driver.prediction.PredictionInput;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.List;

/**
 * The requested input of predictions; a component is null, or the columns empty, if it is as in
 * training.
 *
 * @param paths the files, folders or globs of the table
 * @param format the format of the files
 * @param header whether csv or tsv files start with a header line
 * @param columns the input columns
 */
public record RequestedInput(
    List<String> paths, CorpusFormat format, Boolean header, List<String> columns) {
  public RequestedInput {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
  }

  /** Returns the input of a model that was trained on such a table. */
  PredictionInput of(Preprocessing.Table trained) {
    return new PredictionInput(
        paths,
        (format == null ? trained.format() : format).read(),
        header == null ? trained.header() : header,
        columns.isEmpty() ? trained.columns().names() : columns);
  }
}
