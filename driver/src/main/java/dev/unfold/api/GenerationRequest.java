package dev.unfold.api;

import dev.unfold.driver.operation.GenerationOperation;
import dev.unfold.driver.operation.RequestedDecoding;

/**
 * A request to generate text; its methods are named after the options of {@code unfold generate}.
 * It is mutable, each method returns it, and it is for use by one thread. The same request gives
 * the same text.
 */
public final class GenerationRequest {
  private final int length;
  private String prefix = "";
  private double temperature = GenerationOperation.DEFAULT_TEMPERATURE;
  private int topK;
  private long seed = RequestedDecoding.DEFAULT_SEED;

  private GenerationRequest(int length) {
    this.length = length;
  }

  /** Returns a request to generate a number of tokens, at least 1. */
  public static GenerationRequest of(int length) {
    return new GenerationRequest(length);
  }

  /** Sets the text that the model reads first and that the result begins with. Default: none. */
  public GenerationRequest prefix(String text) {
    prefix = text;
    return this;
  }

  /**
   * Sets the sampling temperature, at least 0; 0 always takes the most probable token. Default: 1.
   */
  public GenerationRequest temperature(double value) {
    temperature = value;
    return this;
  }

  /** Samples from the most probable tokens only; 0 means all of them, which is the default. */
  public GenerationRequest topK(int tokens) {
    topK = tokens;
    return this;
  }

  /** Sets the seed of the sampling. Default: 1. */
  public GenerationRequest seed(long value) {
    seed = value;
    return this;
  }

  GenerationOperation operation() {
    return new GenerationOperation(prefix, length, temperature, topK, seed);
  }
}
