package dev.unfold.worker.sequence.example;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * The elementwise normalization of a frame: {@code (x - mean) / deviation}.
 *
 * @param mean the mean of each value
 * @param deviation the standard deviation of each value, above 0
 */
public record FrameScale(List<Double> mean, List<Double> deviation) implements Serializable {
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

  /** Returns the normalization that leaves frames of a width unchanged. */
  public static FrameScale none(int width) {
    return new FrameScale(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  /** Returns the number of values of a frame. */
  public int width() {
    return mean.size();
  }

  /**
   * Returns the normalized frames.
   *
   * @param frames the values, frame after frame
   * @throws IllegalArgumentException if a normalized value is not a finite float
   */
  public FieldSequence.Frames normalize(double[] frames) {
    float[] values = new float[frames.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % width();
      values[i] = (float) ((frames[i] - mean.get(column)) / deviation.get(column));
    }
    return new FieldSequence.Frames(values, width());
  }

  /** Reverses {@link #normalize} for one frame. */
  public void restoreInPlace(float[] frame) {
    for (int column = 0; column < width(); column++) {
      frame[column] = (float) restored(column, frame[column]);
    }
  }

  /** Reverses {@link #normalize} for one value of a frame. */
  public double restored(int column, float value) {
    return value * deviation.get(column) + mean.get(column);
  }
}
