package dev.unfold.worker.sequence.acoustic;

import dev.unfold.worker.settings.corpus.AcousticSettings.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is added to the frames [T, F] of a recording from other frames of it. */
final class FrameContext {
  private static final int REACH = 2;

  private FrameContext() {}

  /**
   * Returns frames followed by their changes, [T, F (1 + D)]: the slopes of the regression line
   * over five frames, {@code d(t) = sum over i = 1, 2 of i (x(t + i) - x(t - i)) / (2 (1 + 4))},
   * where the first and the last frame are repeated (HTK), and, for D = 2, the changes of these.
   *
   * @param order D
   */
  static double[][] withDeltas(double[][] frames, int order) {
    double[][] all = frames;
    double[][] last = frames;
    for (int i = 0; i < order; i++) {
      last = deltas(last);
      all = joined(all, last);
    }
    return all;
  }

  private static double[][] deltas(double[][] frames) {
    double[][] deltas = new double[frames.length][];
    double scale = 0;
    for (int i = 1; i <= REACH; i++) {
      scale += 2.0 * i * i;
    }
    for (int t = 0; t < frames.length; t++) {
      deltas[t] = new double[frames[t].length];
      for (int c = 0; c < frames[t].length; c++) {
        for (int i = 1; i <= REACH; i++) {
          deltas[t][c] += i * (at(frames, t + i)[c] - at(frames, t - i)[c]);
        }
        deltas[t][c] /= scale;
      }
    }
    return deltas;
  }

  private static double[] at(double[][] frames, int step) {
    return frames[Math.max(0, Math.min(step, frames.length - 1))];
  }

  private static double[][] joined(double[][] frames, double[][] others) {
    double[][] joined = new double[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      joined[t] = concatenated(List.of(frames[t], others[t]));
    }
    return joined;
  }

  private static double[] concatenated(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /**
   * Normalizes each component of frames: a mean is subtracted, and the rest is divided by a
   * standard deviation unless that is 0.
   *
   * @param moments the means and deviations, of these frames or of more
   */
  static void normalizeInPlace(
      double[][] frames, Normalization normalization, FrameMoments moments) {
    for (double[] frame : frames) {
      for (int c = 0; c < frame.length; c++) {
        frame[c] -= moments.means()[c];
        double deviation = moments.deviations()[c];
        if (normalization == Normalization.MEAN_VARIANCE && deviation > 0) {
          frame[c] /= deviation;
        }
      }
    }
  }

  /**
   * Returns every k-th frame joined with the n - 1 frames after it, [ceil(T / k), F n]; after the
   * end, the last frame is repeated (Sak et al. 2015, arXiv 1507.06947).
   *
   * @param count n
   * @param skip k
   */
  static double[][] stacked(double[][] frames, int count, int skip) {
    double[][] stacked = new double[(frames.length + skip - 1) / skip][];
    for (int t = 0; t < stacked.length; t++) {
      List<double[]> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(at(frames, t * skip + i));
      }
      stacked[t] = concatenated(parts);
    }
    return stacked;
  }
}
