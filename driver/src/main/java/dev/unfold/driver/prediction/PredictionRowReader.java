package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.example.InputRowEncoder;
import dev.unfold.driver.corpus.row.InputRow;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads rows and rejects those that are too long for the network or cannot be written.
 *
 * @param encoder the encoder of the input
 * @param longest the maximum number of steps of an input
 * @param written the format of the output
 * @param columns the names of the columns of the table
 */
record PredictionRowReader(
    InputRowEncoder encoder, int longest, CorpusFormat written, List<String> columns)
    implements Serializable {
  private static final Pattern TAB_OR_LINE_BREAK = Pattern.compile("[\\t\\n\\r]");

  /**
   * Returns the example of a row, if there is one.
   *
   * @throws CorpusException naming file and row if the row cannot be used
   */
  Optional<Example> read(InputRow row) throws CorpusException {
    if (written == CorpusFormat.TSV) {
      for (int i = 0; i < columns.size(); i++) {
        requireNoBreak(row, i);
      }
    }
    Optional<Example> example = encoder.encode(row);
    int steps = example.map(value -> value.input().steps()).orElse(0);
    if (steps > longest) {
      throw new CorpusException(
          row.place()
              + ": expected an input of at most "
              + longest
              + " steps, since the network reads it as a whole, found "
              + steps);
    }
    return example;
  }

  private void requireNoBreak(InputRow row, int column) throws CorpusException {
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
