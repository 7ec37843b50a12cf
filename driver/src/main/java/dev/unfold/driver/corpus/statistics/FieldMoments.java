package dev.unfold.driver.corpus.statistics;

import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The moments of each component of the frames of a field. It is an ordinary class, which Kryo can
 * read.
 */
final class FieldMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Half a unit in the last place of a float and of a double at magnitude 1. */
  private static final double FLOAT_ROUNDING = 0x1p-24;

  private static final double DOUBLE_ROUNDING = 0x1p-53;

  /** What the values of a component that no training row has are divided by: they become 0. */
  private static final double UNKNOWN_DEVIATION = Double.MAX_VALUE;

  private static final int MAX_NAMED = 10;

  private ExactMoments[] columns = new ExactMoments[0];

  /**
   * Adds frames, without the numbers that are missing. Frames of another width are skipped here and
   * rejected when they are encoded.
   */
  void add(RawField.Numbers frames) {
    if (hasWidth(frames.width())) {
      for (int i = 0; i < frames.values().length; i++) {
        if (!Double.isNaN(frames.values()[i])) {
          columns[i % columns.length].add(frames.values()[i]);
        }
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

  /** Returns the moments of frames. */
  static FieldMoments of(RawField.Numbers frames) {
    FieldMoments moments = new FieldMoments();
    moments.add(frames);
    return moments;
  }

  /** Adds the moments of another instance of the same width, and returns this one. */
  FieldMoments plus(FieldMoments other) {
    addAll(other);
    return this;
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
  int width() {
    return columns.length;
  }

  /** Returns whether all numbers are missing. */
  boolean isEmpty() {
    return Arrays.stream(columns).allMatch(ExactMoments::isEmpty);
  }

  /** Returns the number of values of a component that are not missing. */
  long count(int component) {
    return columns[component].count();
  }

  /** Returns the mean of each component; 0 if all of its values are missing. */
  List<Double> means() {
    return Arrays.stream(columns).map(column -> column.isEmpty() ? 0 : column.mean()).toList();
  }

  /** Returns the standard deviation of each component; 0 if all of its values are missing. */
  List<Double> deviations() {
    return Arrays.stream(columns).map(column -> column.isEmpty() ? 0 : column.deviation()).toList();
  }

  /**
   * Returns the normalization by mean and standard deviation. A constant component is only shifted,
   * and one without any value is always 0.
   *
   * @param logarithmic whether the moments are those of logarithms
   */
  FrameScale standard(boolean logarithmic) {
    List<Double> deviations = new ArrayList<>();
    for (ExactMoments column : columns) {
      if (column.isEmpty()) {
        deviations.add(UNKNOWN_DEVIATION);
      } else {
        deviations.add(isConstant(column) ? 1.0 : column.deviation());
      }
    }
    return new FrameScale(means(), deviations, logarithmic);
  }

  /**
   * Returns the normalization by median and interquartile range. A component whose range is not
   * above rounding errors is normalized by mean and standard deviation.
   *
   * @param quartiles those of each component
   */
  FrameScale robust(List<Quartiles> quartiles) {
    FrameScale standard = standard(false);
    List<Double> medians = new ArrayList<>(standard.mean());
    List<Double> ranges = new ArrayList<>(standard.deviation());
    for (int i = 0; i < columns.length; i++) {
      if (hasRange(i, quartiles.get(i))) {
        medians.set(i, quartiles.get(i).median());
        ranges.set(i, quartiles.get(i).range());
      }
    }
    return new FrameScale(medians, ranges);
  }

  private boolean hasRange(int component, Quartiles quartiles) {
    ExactMoments column = columns[component];
    return quartiles.range() > rounding(column) * column.largest();
  }

  /**
   * Returns whether numbers differ by no more than rounding errors. Float rounding is assumed,
   * since most numbers were floats before they were written, except for whole numbers, which are
   * exact.
   */
  private static boolean isConstant(ExactMoments column) {
    return isWithin(column, rounding(column));
  }

  private static double rounding(ExactMoments column) {
    return column.isWhole() ? DOUBLE_ROUNDING : FLOAT_ROUNDING;
  }

  private static boolean isWithin(ExactMoments column, double rounding) {
    return column.deviation() <= rounding * column.largest();
  }

  /** Returns a line for each component that is nearly, but not exactly, constant. */
  private List<String> nearlyConstant() {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      ExactMoments column = columns[i];
      if (!column.isEmpty() && column.deviation() > 0 && isWithin(column, FLOAT_ROUNDING)) {
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

  /** Returns lines about components that are constant, nearly constant, or missing in all rows. */
  List<String> warnings() {
    List<String> warnings = nearlyConstant();
    warnAbout(
        i -> !columns[i].isEmpty() && columns[i].deviation() == 0,
        "never changes in the training rows; it is only shifted, to 0",
        warnings);
    warnAbout(
        i -> columns[i].isEmpty(), "is missing in all training rows; it is always 0", warnings);
    return warnings;
  }

  /**
   * Returns lines about components that are normalized by mean and standard deviation, although
   * median and interquartile range were requested.
   */
  List<String> warnings(List<Quartiles> quartiles) {
    List<String> warnings = warnings();
    warnAbout(
        i -> !columns[i].isEmpty() && !isConstant(columns[i]) && !hasRange(i, quartiles.get(i)),
        "has the same value in half of the training rows, so that its interquartile range is 0; it"
            + " is scaled by mean and standard deviation",
        warnings);
    return warnings;
  }

  private void warnAbout(IntPredicate components, String fact, List<String> warnings) {
    int[] all = IntStream.range(0, columns.length).filter(components).toArray();
    if (all.length > 0) {
      warnings.add(
          "number "
              + Arrays.stream(all)
                  .limit(MAX_NAMED)
                  .mapToObj(i -> String.valueOf(i + 1))
                  .collect(Collectors.joining(", "))
              + (all.length > MAX_NAMED ? " and " + (all.length - MAX_NAMED) + " others" : "")
              + (columns.length == 1 ? " " : " of " + columns.length + " ")
              + fact);
    }
  }
}
