package dev.unfold.worker.benchmark;

import java.util.Arrays;

/** The times of repeated measurements. */
record Timings(long[] nanos) {
  private static final double NANOS = 1e9;

  Timings {
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  /** Seconds that half of them were faster than. */
  double median() {
    int half = nanos.length / 2;
    double middle =
        nanos.length % 2 == 1 ? nanos[half] : 0.5 * ((double) nanos[half - 1] + nanos[half]);
    return middle / NANOS;
  }

  /** Seconds of the fastest. */
  double best() {
    return nanos[0] / NANOS;
  }
}
