package dev.unfold.driver.prediction;

import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;

/**
 * Reads rows and rejects those that are too long for the network or cannot be written.
 *
 * @param encoder the encoder of the input
 * @param sequence the sequences of a table whose rows are steps
 * @param longest the maximum number of steps of an input
 * @param written the format of the output
 * @param columns the names of the columns of the table
 */
record PredictionRowReader(
    PredictionRowEncoder encoder,
    SequenceSettings sequence,
    int longest,
    CorpusFormat written,
    List<String> columns)
    implements Serializable {
  private static final Pattern TAB_OR_LINE_BREAK = Pattern.compile("[\\t\\n\\r]");

  /**
   * Returns the reader of the rows that a model predicts.
   *
   * @param written the format of the output
   * @param columns the columns of the table
   */
  static PredictionRowReader of(
      TableModel model, PredictionInput input, CorpusFormat written, StructType columns) {
    return new PredictionRowReader(
        input.encoder(model),
        model.preprocessing().sequence(),
        model.network().longestInput(),
        written,
        List.of(columns.fieldNames()));
  }

  /**
   * Returns the example of a row, or the fields of a row that is a step; empty if it has no input.
   *
   * @throws CorpusException naming file and row if the row cannot be used
   */
  Optional<Example> read(PredictionRow row) throws CorpusException {
    if (written == CorpusFormat.TSV) {
      for (int i = 0; i < columns.size(); i++) {
        requireNoBreak(row, i);
      }
    }
    if (sequence.rowsAreSteps()) {
      return encoder.encodeStep(row);
    }
    Optional<Example> example = encoder.encode(row);
    if (example.isPresent()) {
      requireShort(row.place(), example.get());
    }
    return example;
  }

  /**
   * Rejects an input that is too long for the network.
   *
   * @param place the file and row, for messages
   */
  void requireShort(String place, Example example) throws CorpusException {
    if (example.input().steps() > longest) {
      throw new CorpusException(
          place
              + ": expected an input of at most "
              + longest
              + " steps, since the network reads it as a whole, found "
              + example.input().steps());
    }
  }

  private void requireNoBreak(PredictionRow row, int column) throws CorpusException {
    if (row.values().get(column) instanceof String text && TAB_OR_LINE_BREAK.matcher(text).find()) {
      throw new CorpusException(
          row.place()
              + ": column "
              + columns.get(column)
              + ": expected a value without tabs and line breaks, since the output is tsv; write"
              + " tsv-escaped, csv, json or parquet");
    }
  }
}
