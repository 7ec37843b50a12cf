package dev.unfold.inference;

/**
 * How tokens are drawn.
 *
 * @param temperature the divisor of the logits; 0 always takes the most probable token
 * @param topK the number of most probable tokens to draw from; 0 means all
 * @param topP the probability of the fewest most probable tokens to draw from, above 0 and at most
 *     1, of those of topK; 1 means all
 * @param seed the seed; the same one gives the same tokens
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
  public Sampling {
    ModelException.require(
        temperature >= 0 && Double.isFinite(temperature),
        "a finite temperature of at least 0",
        temperature);
    ModelException.require(topK >= 0, "topK of at least 0", topK);
    ModelException.require(topP > 0 && topP <= 1, "topP above 0 and of at most 1", topP);
  }

  /** Returns sampling from all tokens as they are probable. */
  public static Sampling withSeed(long seed) {
    return new Sampling(1, 0, 1, seed);
  }
}
