package dev.unfold.worker.network.crf;

import java.util.Arrays;

/**
 * The path of tags with the highest score, by the algorithm of Viterbi (1967); of equally good tags
 * before another one, the first.
 */
final class BestPath {
  private BestPath() {}

  /**
   * Returns the tag of each step.
   *
   * @param lattice the scores of the tags of all steps
   */
  static int[] of(TagLattice lattice, Transitions transitions) {
    int tags = transitions.tags();
    int steps = lattice.steps();
    double[] best = new double[tags];
    for (int j = 0; j < tags; j++) {
      best[j] = transitions.start(j) + lattice.score(0, j);
    }
    int[] before = new int[steps * tags];
    for (int t = 1; t < steps; t++) {
      best = extend(best, t, lattice, transitions, before);
    }
    for (int j = 0; j < tags; j++) {
      best[j] += transitions.end(j);
    }
    int[] path = new int[steps];
    path[steps - 1] = indexOfLargest(best);
    for (int t = steps - 1; t > 0; t--) {
      path[t - 1] = before[t * tags + path[t]];
    }
    return path;
  }

  private static double[] extend(
      double[] best, int t, TagLattice lattice, Transitions transitions, int[] before) {
    int tags = best.length;
    double[] next = new double[tags];
    Arrays.fill(next, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < tags; i++) {
      for (int j = 0; j < tags; j++) {
        double score = best[i] + transitions.score(i, j);
        if (score > next[j]) {
          next[j] = score;
          before[t * tags + j] = i;
        }
      }
    }
    for (int j = 0; j < tags; j++) {
      next[j] += lattice.score(t, j);
    }
    return next;
  }

  private static int indexOfLargest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
