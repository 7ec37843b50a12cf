package dev.unfold.api;

import dev.unfold.driver.operation.GenerationOperation;
import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.driver.operation.RequestedSampling;
import dev.unfold.worker.generation.text.TextRules;
import dev.unfold.worker.settings.training.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to generate text; its methods are named after the options of {@code unfold generate}.
 * It is mutable, each method returns it, and it is for use by one thread. The same request gives
 * the same text.
 */
public final class GenerationRequest {
  private final int length;
  private String prefix = "";
  private double temperature = RequestedSampling.DEFAULT_TEMPERATURE;
  private int topK;
  private double topP = RequestedSampling.DEFAULT_TOP_P;
  private final List<String> stops = new ArrayList<>();
  private final List<String> forbidden = new ArrayList<>();
  private boolean unknown;
  private int minLength;
  private double repetitionPenalty = 1;
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

  /**
   * Samples from the fewest most probable tokens whose probabilities sum to this value, above 0 and
   * at most 1; 1 means all tokens, which is the default.
   */
  public GenerationRequest topP(double probability) {
    topP = probability;
    return this;
  }

  /** Ends the text before a token of the vocabulary; each call adds one. Default: none. */
  public GenerationRequest stop(String token) {
    stops.add(token);
    return this;
  }

  /** Never draws a token of the vocabulary; each call adds one. Default: none. */
  public GenerationRequest forbid(String token) {
    forbidden.add(token);
    return this;
  }

  /** Also draws the unknown token. Default: never. */
  public GenerationRequest unknown() {
    unknown = true;
    return this;
  }

  /** Sets the number of tokens before which no stop is drawn. Default: 0. */
  public GenerationRequest minLength(int tokens) {
    minLength = tokens;
    return this;
  }

  /**
   * Sets by how much tokens that the text already has become less probable, at least 1. Default: 1,
   * not at all.
   */
  public GenerationRequest repetitionPenalty(double penalty) {
    repetitionPenalty = penalty;
    return this;
  }

  /** Sets the seed of the sampling. Default: 1. */
  public GenerationRequest seed(long value) {
    seed = value;
    return this;
  }

  GenerationOperation operation() {
    return new GenerationOperation(
        prefix,
        length,
        new RequestedSampling(temperature, topK, topP, seed),
        new TextRules(stops, forbidden, unknown, minLength, repetitionPenalty),
        Precision.F32);
  }
}
