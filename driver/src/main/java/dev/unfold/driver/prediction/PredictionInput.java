package dev.unfold.driver.prediction;

import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Format;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.List;

/**
 * A table for whose rows predictions are made.
 *
 * @param paths the files, folders or globs
 * @param format the format of the files
 * @param header whether the first line of a csv or tsv file names the columns
 * @param column the column that the model reads
 */
public record PredictionInput(List<String> paths, Format format, boolean header, String column) {
  public PredictionInput {
    paths = List.copyOf(paths);
  }

  /** Returns the same input, whose rows are stored in Parquet files of a folder. */
  PredictionInput stored(String folder) {
    return new PredictionInput(List.of(folder), Format.PARQUET, true, column);
  }

  /** Returns whether the columns have no names. */
  boolean isNameless() {
    return !header && format.isSeparated();
  }

  /** Returns the settings for reading the table: the input as in training, and no target. */
  CorpusSettings settings(Preprocessing.Table trained) {
    return CorpusSettings.ofTable(
        paths,
        format,
        header,
        input(trained),
        new TargetSettings(tagColumn(trained), TargetSettings.Kind.NONE, 0));
  }

  /** Returns the settings of the input as in training, with its column of this table. */
  InputSettings input(Preprocessing.Table trained) {
    InputSettings input = trained.input();
    return new InputSettings(
        column,
        input.kind(),
        input.width(),
        input.reversed(),
        input.normalise(),
        input.characters());
  }

  /**
   * Returns the column of the tags if both formats are conll. Known tags are kept in the output,
   * like the other columns of other tables.
   */
  private String tagColumn(Preprocessing.Table trained) {
    boolean both = format == Format.CONLL && trained.format() == Format.CONLL;
    return both ? trained.target().column() : "";
  }
}
