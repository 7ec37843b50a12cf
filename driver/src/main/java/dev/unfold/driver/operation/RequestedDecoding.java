package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.network.HybridSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The requested decoding; a component is null if nothing was requested.
 *
 * @param rules the rules of the tokens, whose own components are null if nothing was requested
 * @param search the beam search, as the rules
 * @param temperature the temperature of sampling
 * @param topK the number of most probable tokens to sample from, or of labels to rank
 * @param topP the probability of the fewest most probable tokens to sample from
 * @param seed the seed of sampling
 */
public record RequestedDecoding(
    RequestedRules rules,
    RequestedSearch search,
    Double temperature,
    Integer topK,
    Double topP,
    Long seed) {
  /** The seed of sampling if none is requested. */
  public static final long DEFAULT_SEED = 1;

  private static final String OF_SEQUENCES =
      RequestedRules.OPTIONS + ", " + RequestedSearch.OPTIONS + ", --temperature, --top-p, --seed";

  /** Returns a request for the defaults. */
  public static RequestedDecoding none() {
    return new RequestedDecoding(
        RequestedRules.none(), RequestedSearch.none(), null, null, null, null);
  }

  /** Returns the same request, by which the unknown token may be generated. */
  RequestedDecoding withUnknown() {
    return new RequestedDecoding(rules.withUnknown(), search, temperature, topK, topP, seed);
  }

  /**
   * Returns the number of labels or tags to rank by a model that does not generate sequences; 0 for
   * none.
   */
  int ranks(boolean makesSequences) {
    boolean requested = topK != null && !makesSequences;
    require(!requested || topK >= 1, "--top-k", "at least 1", topK);
    return requested ? topK : 0;
  }

  private boolean isOfTokens() {
    return !rules.isNone() || !search.isNone() || isGiven(temperature, topP, seed);
  }

  private static boolean isGiven(Object... options) {
    return Stream.of(options).anyMatch(option -> option != null);
  }

  /**
   * Returns the decoding method for an evaluation; empty to decode as in training.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if it does not suit the
   *     model
   * @throws IOException if a language model cannot be read, or does not suit the model
   */
  public Optional<DecodingStrategy> ofEvaluation(LoadedModel loaded, Configuration hadoop)
      throws IOException {
    require(
        !isGiven(temperature, topK, topP, seed),
        "--temperature, --top-k, --top-p, --seed",
        "none for an evaluation, which does not sample",
        "one");
    return isOfTokens()
        ? Optional.of(decoding(TableModel.of(loaded.path(), loaded.model()), 0, hadoop))
        : Optional.empty();
  }

  /**
   * Returns the decoding method that the options request.
   *
   * @param longest the number of tokens after which a sequence is truncated if none is requested
   * @throws IOException if a language model cannot be read, or does not suit the model
   */
  DecodingStrategy decoding(TableModel model, int longest, Configuration hadoop)
      throws IOException {
    boolean makesSequences = model.network().makesSequences();
    require(
        makesSequences || !isOfTokens(),
        OF_SEQUENCES,
        "none for a model that does not generate sequences",
        "one");
    requireFits(model);
    int maxLength = rules.length(longest);
    if (!makesSequences) {
      return DecodingStrategy.greedy(maxLength);
    }
    Optional<BeamSettings> beam = search.of(model, hadoop);
    require(
        beam.isEmpty() || !isGiven(temperature, topK, topP, seed),
        "--temperature, --top-k, --top-p, --seed",
        "none with --beam",
        "one");
    TokenRules ofTokens = rules.of(model.network().vocabulary(), maxLength);
    return beam.isPresent()
        ? new DecodingStrategy.BeamSearchDecoding(maxLength, beam.get(), ofTokens)
        : new DecodingStrategy.SamplingDecoding(maxLength, sampler(), ofTokens);
  }

  private void requireFits(TableModel model) {
    require(
        !(model.network().settings() instanceof HybridSettings) || (!isOfTokens() && topK == null),
        OF_SEQUENCES + ", --top-k",
        "none for network.kind = hybrid, whose words are those of the best path",
        "one");
    boolean aligned = model.network().settings().alignedStride() > 0;
    require(
        !aligned
            || (rules.isOfAligned()
                && !isGiven(search.lengthPenalty(), temperature, topK, topP, seed)),
        "--length, --min-length, --repetition-penalty, --length-penalty, --temperature, --top-k,"
            + " --top-p, --seed",
        "none for network.kind = ctc, whose sequences end with their input",
        "one");
  }

  private ClassSampler sampler() {
    double x = temperature == null ? 0 : temperature;
    require(
        x > 0 || !isGiven(topK, topP, seed),
        "--top-k, --top-p, --seed",
        "none without --temperature",
        "one");
    int k = topK == null ? 0 : topK;
    double p = topP == null ? RequestedSampling.DEFAULT_TOP_P : topP;
    return new RequestedSampling(x, k, p, seed == null ? DEFAULT_SEED : seed).sampler();
  }
}
