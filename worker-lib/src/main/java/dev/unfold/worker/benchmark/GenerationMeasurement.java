package dev.unfold.worker.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The measured speed of generation.
 *
 * @param texts B, the number of texts that were generated together
 * @param tokens the number of tokens of each text
 * @param medianSeconds the median time of the texts
 * @param bestSeconds the minimum time of the texts
 */
public record GenerationMeasurement(
    int texts, int tokens, double medianSeconds, double bestSeconds) {
  /** Returns the tokens of all texts per second of the median. */
  public double tokensPerSecond() {
    return (double) texts * tokens / medianSeconds;
  }

  /** Returns the tokens of all texts per second of the fastest repetition. */
  public double bestTokensPerSecond() {
    return (double) texts * tokens / bestSeconds;
  }

  /** Returns the measurements by name. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("texts", texts);
    values.put("tokens", tokens);
    values.put("tokensPerSecond", tokensPerSecond());
    values.put("bestTokensPerSecond", bestTokensPerSecond());
    return values;
  }
}
