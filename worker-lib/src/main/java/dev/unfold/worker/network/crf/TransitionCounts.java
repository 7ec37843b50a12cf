package dev.unfold.worker.network.crf;

import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/**
 * The numbers of times that sequences start and end with each tag and pass each transition, as far
 * as they are expected: the gradient of ln Z with respect to these scores.
 */
final class TransitionCounts {
  private final Transitions transitions;
  private final int tags;
  private final double[] start;
  private final double[] end;

  private final double[][] products;
  private final double[] pairs;

  TransitionCounts(Transitions transitions) {
    this.transitions = transitions;
    tags = transitions.tags();
    start = new double[tags];
    end = new double[tags];
    products = new double[tags][tags];
    pairs = new double[tags * tags];
  }

  void clear() {
    Arrays.fill(start, 0);
    Arrays.fill(end, 0);
    for (double[] row : products) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(pairs, 0);
  }

  void addStart(int tag, double count) {
    start[tag] += count;
  }

  void addEnd(int tag, double count) {
    end[tag] += count;
  }

  void addPair(int before, int tag, double count) {
    pairs[before * tags + tag] += count;
  }

  /** Returns numbers that are to be multiplied by exp(A(i, j) - max A), to add to them, [C, C]. */
  double[][] products() {
    return products;
  }

  /** Writes the numbers, [1, C], [C, C] and [1, C]. */
  void putInto(Matrix starts, Matrix transitionPairs, Matrix ends) {
    double[][] factors = transitions.pairFactors();
    for (int i = 0; i < tags; i++) {
      for (int j = 0; j < tags; j++) {
        int at = i * tags + j;
        transitionPairs.put(at, (float) (pairs[at] + products[i][j] * factors[i][j]));
      }
    }
    for (int j = 0; j < tags; j++) {
      starts.put(j, (float) start[j]);
      ends.put(j, (float) end[j]);
    }
  }
}
