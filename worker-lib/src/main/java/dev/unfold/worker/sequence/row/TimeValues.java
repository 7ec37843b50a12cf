package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.example.TimeFrames;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import java.util.List;

/** Parses times, which are timestamps or seconds since 1970. */
final class TimeValues {
  private static final String EXPECTED =
      "a timestamp as in 2026-01-31T23:59:59.5, or seconds since 1970, in the years 1 to 9999 (divide"
          + " milliseconds by 1000)";

  private TimeValues() {}

  /** Returns the seconds since 1970 of a list of times. */
  static RawField.Numbers of(Object value) throws BadValueException {
    if (!(value instanceof List<?> list)) {
      throw new BadValueException("a list of times", TableRow.shown(value));
    }
    double[] seconds = new double[list.size()];
    for (int i = 0; i < seconds.length; i++) {
      if (MissingValue.is(list.get(i))) {
        throw new BadValueException(EXPECTED, "none");
      }
      seconds[i] = SequencePosition.number(list.get(i)).doubleValue();
      if (!(seconds[i] >= TimeFrames.MIN_SECONDS && seconds[i] <= TimeFrames.MAX_SECONDS)) {
        throw new BadValueException(EXPECTED, TableRow.shown(list.get(i)));
      }
    }
    return new RawField.Numbers(seconds, 1);
  }
}
