package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.ClassSampler;

/**
 * How the tokens of a generated text are drawn.
 *
 * @param temperature the sampling temperature; 0 always takes the most probable token
 * @param topK the number of most probable tokens to sample from; 0 means all
 * @param topP the probability of the fewest most probable tokens to sample from, above 0 and at
 *     most 1; 1 means all
 * @param seed the seed of the sampling
 */
public record RequestedSampling(double temperature, int topK, double topP, long seed) {
  /** The sampling temperature if none is requested. */
  public static final int DEFAULT_TEMPERATURE = 1;

  /** The probability of the tokens to sample from if none is requested. */
  public static final int DEFAULT_TOP_P = 1;

  public RequestedSampling {
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "--temperature",
        "a finite number, at least 0",
        temperature);
    require(topK >= 0, "--top-k", "at least 0", topK);
    require(topP > 0 && topP <= 1, "--top-p", "above 0 and at most 1", topP);
  }

  ClassSampler sampler() {
    return ClassSampler.ofSeed(temperature, topK, topP, seed);
  }
}
