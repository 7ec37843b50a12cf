package dev.unfold.worker.benchmark;

/** How often each token of a vocabulary is drawn. */
public enum TokenDraw {
  /** Each as often as every other. */
  UNIFORM,
  /** By Zipf's law: a token in proportion to 1 / its rank. */
  ZIPF;

  /**
   * The distribution over a vocabulary.
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
