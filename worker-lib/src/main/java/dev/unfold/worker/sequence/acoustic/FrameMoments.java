package dev.unfold.worker.sequence.acoustic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The mean and the standard deviation of each number of some frames.
 *
 * @param means the means, one for each number of a frame
 * @param deviations the population standard deviations, one for each number of a frame
 */
public record FrameMoments(double[] means, double[] deviations) implements Serializable {
  /**
   * Returns the moments of frames [T, F], computed in their order.
   *
   * @param frames the frames; without any, there are no numbers either
   */
  static FrameMoments of(double[][] frames) {
    int width = frames.length == 0 ? 0 : frames[0].length;
    double[] means = new double[width];
    double[] variances = new double[width];
    for (int c = 0; c < width; c++) {
      for (double[] frame : frames) {
        means[c] += frame[c] / frames.length;
      }
      for (double[] frame : frames) {
        double difference = frame[c] - means[c];
        variances[c] += difference * difference / frames.length;
      }
    }
    return new FrameMoments(means, Arrays.stream(variances).map(Math::sqrt).toArray());
  }
}
