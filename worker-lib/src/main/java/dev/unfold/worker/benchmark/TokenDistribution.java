package dev.unfold.worker.benchmark;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The probabilities of the tokens of a vocabulary. */
final class TokenDistribution {
  /** The cumulative probability of each token and all previous ones. */
  private final double[] cumulative;

  /**
   * @param vocabulary V
   * @param weight the weight of the token of a rank, from 1
   */
  TokenDistribution(int vocabulary, IntToDoubleFunction weight) {
    cumulative = new double[vocabulary];
    double sum = 0;
    for (int token = 0; token < vocabulary; token++) {
      sum += weight.applyAsDouble(token + 1);
      cumulative[token] = sum;
    }
    for (int token = 0; token < vocabulary; token++) {
      cumulative[token] /= sum;
    }
  }

  /**
   * Returns the token that a random number selects.
   *
   * @param uniform a random number in [0, 1)
   */
  int token(double uniform) {
    int index = Arrays.binarySearch(cumulative, uniform);
    return index >= 0 ? index + 1 : -index - 1;
  }

  /** Returns the probability of the tokens from {@code first} to {@code end}, exclusive. */
  double share(int first, int end) {
    double before = first == 0 ? 0 : cumulative[first - 1];
    return cumulative[end - 1] - before;
  }
}
