package dev.unfold.driver.corpus.statistics;

import dev.unfold.driver.corpus.row.RawField;
import dev.unfold.worker.sequence.example.FrameScale;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The moments of each component of the frames of a field. It is an ordinary class, which Kryo can
 * read.
 */
public final class FieldMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Half a unit in the last place of a float and of a double at magnitude 1. */
  private static final double FLOAT_ROUNDING = 0x1p-24;

  private static final double DOUBLE_ROUNDING = 0x1p-53;

  private ExactMoments[] columns = new ExactMoments[0];

  /** Adds frames. Frames of another width are skipped here and rejected when they are encoded. */
  void add(RawField.Numbers frames) {
    if (hasWidth(frames.width())) {
      for (int i = 0; i < frames.values().length; i++) {
        columns[i % columns.length].add(frames.values()[i]);
      }
    }
  }

  /** Adds the moments of another instance of the same width. */
  void addAll(FieldMoments other) {
    if (other.columns.length > 0 && hasWidth(other.columns.length)) {
      for (int i = 0; i < columns.length; i++) {
        columns[i].addAll(other.columns[i]);
      }
    }
  }

  private boolean hasWidth(int width) {
    if (columns.length == 0) {
      columns = new ExactMoments[width];
      for (int i = 0; i < width; i++) {
        columns[i] = new ExactMoments();
      }
    }
    return columns.length == width;
  }

  /** Returns the number of components of a frame; 0 if there was none. */
  public int width() {
    return columns.length;
  }

  /**
   * Returns the mean and standard deviation of each component; a constant component is only
   * shifted.
   */
  public Optional<FrameScale> scale() {
    if (columns.length == 0) {
      return Optional.empty();
    }
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (ExactMoments column : columns) {
      means.add(column.mean());
      deviations.add(isConstant(column) ? 1.0 : column.deviation());
    }
    return Optional.of(new FrameScale(means, deviations));
  }

  /**
   * Returns whether numbers differ by no more than rounding errors. Float rounding is assumed,
   * since most numbers were floats before they were written, except for whole numbers, which are
   * exact.
   */
  private static boolean isConstant(ExactMoments column) {
    return isWithin(column, column.isWhole() ? DOUBLE_ROUNDING : FLOAT_ROUNDING);
  }

  private static boolean isWithin(ExactMoments column, double rounding) {
    return column.deviation() <= rounding * column.largest();
  }

  /** Returns a line for each component that is nearly, but not exactly, constant. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      ExactMoments column = columns[i];
      if (column.deviation() > 0 && isWithin(column, FLOAT_ROUNDING)) {
        warnings.add(
            "number "
                + (i + 1)
                + " hardly changes in the training rows: mean "
                + column.mean()
                + ", deviation "
                + column.deviation()
                + (isConstant(column)
                    ? ", below the rounding of such numbers; it counts as constant and is only"
                        + " shifted"
                    : "; it is divided by that, so that other values become very large"));
      }
    }
    return warnings;
  }
}
