package dev.unfold.api;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.driver.operation.RequestedRules;
import dev.unfold.driver.operation.RequestedSearch;
import java.util.ArrayList;
import java.util.List;

/**
 * A request how the sequences of a model are decoded: greedily unless a beam or a temperature is
 * set. Its methods are named after the options of {@code unfold predict}. It is mutable, each
 * method returns it, and it is for use by one thread.
 */
public final class DecodingRequest {
  private Integer length;
  private Integer minLength;
  private final List<String> forbidden = new ArrayList<>();
  private boolean unknown;
  private Double repetitionPenalty;
  private Integer beam;
  private Double lengthPenalty;
  private String languageModel;
  private Double languageModelWeight;
  private Double insertionBonus;
  private Double temperature;
  private Integer topK;
  private Double topP;
  private Long seed;

  private DecodingRequest() {}

  /** Returns a request for greedy decoding. */
  public static DecodingRequest greedy() {
    return new DecodingRequest();
  }

  /**
   * Sets the maximum number of tokens of a sequence, at least 1. Default: one more than the longest
   * target of the training table or, of an evaluation, of the corpus.
   */
  public DecodingRequest length(int tokens) {
    length = tokens;
    return this;
  }

  /** Sets the number of tokens before which no sequence ends. Default: 0. */
  public DecodingRequest minLength(int tokens) {
    minLength = tokens;
    return this;
  }

  /**
   * Never generates a token of the vocabulary of the targets; each call adds one. Default: none.
   */
  public DecodingRequest forbid(String token) {
    forbidden.add(token);
    return this;
  }

  /** Also generates the unknown token. Default: never. */
  public DecodingRequest unknown() {
    unknown = true;
    return this;
  }

  /**
   * Sets by how much tokens that a sequence already has become less probable, at least 1. Default:
   * 1, not at all.
   */
  public DecodingRequest repetitionPenalty(double penalty) {
    repetitionPenalty = penalty;
    return this;
  }

  /** Decodes by beam search with a number of hypotheses. Default: greedy decoding. */
  public DecodingRequest beam(int hypotheses) {
    beam = hypotheses;
    return this;
  }

  /** Sets the length penalty of beam search, at least 0. Default: 0.6. */
  public DecodingRequest lengthPenalty(double penalty) {
    lengthPenalty = penalty;
    return this;
  }

  /**
   * Lets the search of {@link #beam} add the log-probability of each sequence by a language model,
   * which must know all tokens of the targets. Default: none.
   *
   * @param folder the folder of the language model, of a run or of a model store
   */
  public DecodingRequest languageModel(String folder) {
    languageModel = folder;
    return this;
  }

  /** Sets the weight of the language model, at least 0. Default: 0.3. */
  public DecodingRequest languageModelWeight(double factor) {
    languageModelWeight = factor;
    return this;
  }

  /** Sets what each token adds to the score of a sequence, with a language model. Default: 0. */
  public DecodingRequest insertionBonus(double bonus) {
    insertionBonus = bonus;
    return this;
  }

  /**
   * Samples at a temperature, at least 0. Default: 0, no sampling. An evaluation does not sample.
   */
  public DecodingRequest temperature(double value) {
    temperature = value;
    return this;
  }

  /**
   * Samples from the given number of most probable tokens only; 0 means all. Default: 0. It is
   * refused together with {@link PredictionRequest#topK}.
   */
  public DecodingRequest topK(int tokens) {
    topK = tokens;
    return this;
  }

  /**
   * Samples from the fewest most probable tokens only whose probabilities sum to this value, above
   * 0 and at most 1; 1 means all tokens, which is the default.
   */
  public DecodingRequest topP(double probability) {
    topP = probability;
    return this;
  }

  /** Sets the seed of the sampling. Default: 1. */
  public DecodingRequest seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Returns the request.
   *
   * @param ranks the value of {@link PredictionRequest#topK}; null if that is not requested
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if {@link #topK} is
   *     requested, too
   */
  RequestedDecoding requested(Integer ranks) {
    require(
        ranks == null || topK == null,
        "topK",
        "one number, that of the prediction or that of its decoding",
        ranks + " and " + topK);
    return new RequestedDecoding(
        new RequestedRules(length, minLength, forbidden, unknown, repetitionPenalty),
        new RequestedSearch(
            beam, lengthPenalty, languageModel, languageModelWeight, insertionBonus),
        temperature,
        ranks == null ? topK : ranks,
        topP,
        seed);
  }
}
