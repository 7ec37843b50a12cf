package dev.unfold.worker.sequence.example;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * The normalization of the values of a frame, each by itself: {@code (x - mean) / deviation}.
 *
 * @param mean of each number
 * @param deviation of each number, above 0
 */
public record FrameScale(List<Double> mean, List<Double> deviation) implements Serializable {
  public FrameScale {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "expected as many deviations as means, one at least, found "
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

  /** Leaves frames of that width as they are. */
  public static FrameScale none(int width) {
    return new FrameScale(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  /** Numbers of a frame. */
  public int width() {
    return mean.size();
  }

  /**
   * Returns the normalized frames.
   *
   * @param frames numbers of one frame after the other
   * @throws IllegalArgumentException if a normalized number is none of a float
   */
  public FieldSequence.Frames normalize(double[] frames) {
    float[] values = new float[frames.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % width();
      values[i] = (float) ((frames[i] - mean.get(column)) / deviation.get(column));
    }
    return new FieldSequence.Frames(values, width());
  }

  /** Turns a normalized frame into what {@link #normalize} gave it for. */
  public void restoreInPlace(float[] frame) {
    for (int column = 0; column < width(); column++) {
      frame[column] = (float) (frame[column] * deviation.get(column) + mean.get(column));
    }
  }
}
