package dev.unfold.worker.network.start;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * Consecutive columns of the vectors of inputs.
 *
 * @param first the first column
 * @param width the number of columns
 */
public record ColumnRange(int first, int width) {
  /** Returns the number of columns of several ranges. */
  static int width(List<ColumnRange> ranges) {
    return ranges.stream().mapToInt(ColumnRange::width).sum();
  }

  /** Copies the columns of a row, side by side, to a row of another matrix. */
  static void gather(List<ColumnRange> ranges, Matrix from, int row, Matrix to, int toRow) {
    int at = toRow * to.columns();
    for (int i = 0; i < ranges.size(); i++) {
      ColumnRange range = ranges.get(i);
      to.copy(at, from, row * from.columns() + range.first, range.width);
      at += range.width;
    }
  }

  /**
   * Adds the columns of a row, which are side by side, to their places in a row of another matrix.
   *
   * @param scratch two arrays of at least as many elements as the widest range
   */
  static void scatter(
      List<ColumnRange> ranges, Matrix from, int row, Matrix to, int toRow, float[][] scratch) {
    int at = row * from.columns();
    for (int i = 0; i < ranges.size(); i++) {
      ColumnRange range = ranges.get(i);
      int place = toRow * to.columns() + range.first;
      to.get(place, scratch[0], range.width);
      from.get(at, scratch[1], range.width);
      Elementwise.addInPlace(scratch[0], scratch[1], range.width);
      to.put(place, scratch[0], range.width);
      at += range.width;
    }
  }
}
