package dev.unfold.worker.benchmark;

/** The distribution from which random tokens are drawn. */
public enum TokenFrequency {
  /** All tokens are equally frequent. */
  UNIFORM,
  /** Zipf's law: the probability of a token is proportional to 1 / its rank. */
  ZIPF;

  /**
   * Returns the distribution over a vocabulary.
   *
   * @param vocabulary V
   */
  TokenDistribution over(int vocabulary) {
    return switch (this) {
      case UNIFORM -> new TokenDistribution(vocabulary, rank -> 1);
      case ZIPF -> new TokenDistribution(vocabulary, rank -> 1.0 / rank);
    };
  }
}
