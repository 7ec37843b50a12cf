package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.settings.corpus.WeightSettings;
import java.io.Serializable;
import java.util.Optional;

/**
 * The column of the weights of rows.
 *
 * @param settings the name of the column; without one, no row has a weight
 * @param index the index of the column; -1 without one
 */
public record WeightColumn(WeightSettings settings, int index) implements Serializable {
  private static final String EXPECTED = "a finite number of at least 0";

  /**
   * Returns the weight of a row.
   *
   * @param place the file and row, for messages
   * @param values the values of all columns
   * @throws CorpusException naming file, row and column if it is missing or cannot be used
   */
  public Optional<Float> weight(String place, Object[] values) throws CorpusException {
    if (!settings.hasColumn()) {
      return Optional.empty();
    }
    try {
      return Optional.of(weight(values[index]));
    } catch (BadValueException e) {
      throw new CorpusException(
          place
              + ": "
              + WeightSettings.KEY
              + ", column "
              + settings.column()
              + ": expected "
              + e.expected()
              + ", found "
              + e.found()
              + "; correct it, or use 0 for a row that is not to be learned from");
    }
  }

  private static float weight(Object value) throws BadValueException {
    if (MissingValue.is(value)) {
      throw new BadValueException(EXPECTED, "none");
    }
    float weight = (float) FieldValueParser.number(value, false, "");
    if (weight < 0) {
      throw new BadValueException(EXPECTED, TableRow.shown(value));
    }
    return Math.abs(weight);
  }
}
