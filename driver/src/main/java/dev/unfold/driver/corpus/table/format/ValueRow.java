package dev.unfold.driver.corpus.table.format;

import java.util.List;

/**
 * A row of a table.
 *
 * @param place the file and row, for messages
 * @param values the values of all columns in their order: null, text, numbers, booleans, lists, and
 *     other types of the format
 */
public record ValueRow(Place place, Object[] values) {
  /**
   * The place of a row in its file.
   *
   * @param unit the unit of the number, {@code line} or {@code row}
   * @param number the number, from 1
   */
  public record Place(String file, String unit, long number) {
    /** Returns the place of a row that begins in a line. */
    static Place ofLine(String file, long number) {
      return new Place(file, "line", number);
    }

    @Override
    public String toString() {
      return file + ": " + unit + " " + number;
    }
  }

  /** Returns the number of columns. */
  public int width() {
    return values.length;
  }

  static ValueRow of(Place place, List<?> values) {
    return new ValueRow(place, values.toArray());
  }
}
