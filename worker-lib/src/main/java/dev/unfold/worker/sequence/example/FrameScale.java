package dev.unfold.worker.sequence.example;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * The elementwise normalization of a frame: {@code (x - mean) / deviation}, or that of {@code
 * sign(x) log(1 + |x|)}.
 *
 * @param mean what is subtracted from each value, such as the mean or the median
 * @param deviation by what each value is divided then, such as the standard deviation or the
 *     interquartile range; above 0
 * @param logarithmic whether values are replaced by their logarithms before
 */
public record FrameScale(List<Double> mean, List<Double> deviation, boolean logarithmic)
    implements Serializable {
  public FrameScale {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "expected as many deviations as means, at least one, found "
              + deviation.size()
              + " and "
              + mean.size());
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "expected finite means and deviations above 0, found " + mean + ", " + deviation);
    }
  }

  /** Creates a normalization without logarithms. */
  public FrameScale(List<Double> mean, List<Double> deviation) {
    this(mean, deviation, false);
  }

  /** Returns {@code sign(x) log(1 + |x|)}, with the same bits on every machine. */
  public static double logarithm(double value) {
    return Math.copySign(StrictMath.log1p(Math.abs(value)), value);
  }

  /** Returns the normalization that leaves frames of a width unchanged. */
  public static FrameScale none(int width) {
    return new FrameScale(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  /** Returns the number of values of a frame. */
  public int width() {
    return mean.size();
  }

  /** Returns a normalized value of a component of a frame. */
  double normalized(double value, int column) {
    double plain = logarithmic ? logarithm(value) : value;
    return (plain - mean.get(column)) / deviation.get(column);
  }

  /** Reverses the normalization for one frame. */
  public void restoreInPlace(float[] frame) {
    for (int column = 0; column < width(); column++) {
      frame[column] = (float) restored(column, frame[column]);
    }
  }

  /** Reverses the normalization for one value of a frame. */
  public double restored(int column, float value) {
    double plain = value * deviation.get(column) + mean.get(column);
    return logarithmic ? Math.copySign(StrictMath.expm1(Math.abs(plain)), plain) : plain;
  }
}
