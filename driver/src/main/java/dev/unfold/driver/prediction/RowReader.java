package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.example.InputEncoder;
import dev.unfold.driver.corpus.example.InputRow;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads rows and refuses those that cannot be written as they are.
 *
 * @param encoder of the input
 * @param written format of the output
 */
record RowReader(InputEncoder encoder, Format written) implements Serializable {
  private static final Pattern TAB_OR_LINE_BREAK = Pattern.compile("[\\t\\n\\r]");

  /**
   * The example of a row, if there is any.
   *
   * @throws CorpusException naming file and row
   */
  Optional<Example> read(InputRow row) throws CorpusException {
    if (written == Format.TSV) {
      for (int i = 0; i < row.values().size(); i++) {
        if (row.values().get(i) instanceof String text && TAB_OR_LINE_BREAK.matcher(text).find()) {
          throw new CorpusException(
              row.place()
                  + ": expected values without tabs and line breaks, since the output is tsv; found"
                  + " one in the row with input "
                  + row.input()
                  + "; write csv, json or parquet");
        }
      }
    }
    return encoder.encode(row);
  }
}
