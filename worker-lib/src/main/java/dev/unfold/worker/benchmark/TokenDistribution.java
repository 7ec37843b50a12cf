package dev.unfold.worker.benchmark;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Probabilities of the tokens of a vocabulary. */
final class TokenDistribution {
  /** The cumulative probability of each token and all before it. */
  private final double[] cumulative;

  /**
   * @param vocabulary V
   * @param weight of the token of a rank, from 1
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
   * The token that a random number stands for.
   *
   * @param uniform in [0, 1)
   */
  int token(double uniform) {
    int found = Arrays.binarySearch(cumulative, uniform);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Returns the probability of the tokens from {@code first} up to, not including, {@code end}. */
  double share(int first, int end) {
    double before = first == 0 ? 0 : cumulative[first - 1];
    return cumulative[end - 1] - before;
  }
}
