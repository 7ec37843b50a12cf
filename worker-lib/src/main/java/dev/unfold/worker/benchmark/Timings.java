package dev.unfold.worker.benchmark;

import java.util.Arrays;

/** The times of repeated measurements. */
record Timings(long[] nanos) {
  private static final double NANOS = 1e9;

  Timings {
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  /** Returns the median in seconds. */
  double median() {
    int half = nanos.length / 2;
    double middle =
        nanos.length % 2 == 1 ? nanos[half] : 0.5 * ((double) nanos[half - 1] + nanos[half]);
    return middle / NANOS;
  }

  /** Returns the minimum in seconds. */
  double best() {
    return nanos[0] / NANOS;
  }
}
