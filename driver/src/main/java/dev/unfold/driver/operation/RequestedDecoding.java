package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The requested decoding; a component is null if nothing was requested.
 *
 * @param length the maximum number of tokens of a sequence
 * @param beam the number of hypotheses of beam search
 * @param lengthPenalty the length penalty of beam search
 * @param temperature the temperature of sampling
 * @param topK the number of most probable tokens to sample from, or of labels to rank
 * @param seed the seed of sampling
 */
public record RequestedDecoding(
    Integer length,
    Integer beam,
    Double lengthPenalty,
    Double temperature,
    Integer topK,
    Long seed) {
  /** The length penalty of beam search if none is requested. */
  public static final double DEFAULT_PENALTY = 0.6;

  /** The seed of sampling if none is requested. */
  public static final long DEFAULT_SEED = 1;

  /**
   * Returns the number of labels or tags to rank by a model that does not generate sequences; 0 for
   * none.
   */
  int ranks(boolean makesSequences) {
    boolean requested = topK != null && !makesSequences;
    require(!requested || topK >= 1, "--top-k", "at least 1", topK);
    return requested ? topK : 0;
  }

  /**
   * Returns the decoding method that the options request.
   *
   * @param makesSequences whether the model generates sequences
   * @param aligned whether it aligns their tokens with the steps of the input
   * @param longestTarget the length of the longest target of the training table
   */
  DecodingStrategy decoding(boolean makesSequences, boolean aligned, OptionalInt longestTarget) {
    boolean given =
        Stream.of(length, beam, lengthPenalty, temperature, seed)
            .anyMatch(option -> option != null);
    require(
        makesSequences || !given,
        "--length, --beam, --length-penalty, --temperature, --seed",
        "none for a model that does not generate sequences",
        "one");
    require(
        !aligned || isOfPaths(),
        "--length, --length-penalty, --temperature, --top-k, --seed",
        "none for network.kind = ctc, whose sequences end with their input",
        "one");
    int maxLength = maxLength(longestTarget);
    if (!makesSequences || (aligned && beam == null)) {
      return new DecodingStrategy.SamplingDecoding(maxLength, ClassSampler.greedy());
    }
    return beam == null ? sampling(maxLength) : beamSearch(maxLength);
  }

  private boolean isOfPaths() {
    return Stream.of(length, lengthPenalty, temperature, topK, seed)
        .allMatch(option -> option == null);
  }

  private int maxLength(OptionalInt longestTarget) {
    if (length == null) {
      return longestTarget.orElse(0) + 1;
    }
    require(length >= 1, "--length", "at least 1", length);
    return length;
  }

  private DecodingStrategy sampling(int maxLength) {
    require(lengthPenalty == null, "--length-penalty", "none without --beam", lengthPenalty);
    double x = temperature == null ? 0 : temperature;
    require(
        x >= 0 && Double.isFinite(x), "--temperature", "a finite number, at least 0", temperature);
    int k = topK == null ? 0 : topK;
    require(k >= 0, "--top-k", "at least 0", topK);
    require(
        x > 0 || (topK == null && seed == null),
        "--top-k, --seed",
        "none without --temperature",
        "one");
    CounterRandom random =
        new CounterRandom(seed == null ? DEFAULT_SEED : seed).derive(RandomSubstreams.SAMPLING);
    return new DecodingStrategy.SamplingDecoding(maxLength, new ClassSampler(x, k, random));
  }

  private DecodingStrategy beamSearch(int maxLength) {
    require(beam >= 1, "--beam", "at least 1", beam);
    require(
        temperature == null && topK == null && seed == null,
        "--temperature, --top-k, --seed",
        "none with --beam",
        "one");
    double alpha = lengthPenalty == null ? DEFAULT_PENALTY : lengthPenalty;
    require(
        alpha >= 0 && Double.isFinite(alpha),
        "--length-penalty",
        "a finite number, at least 0",
        lengthPenalty);
    return new DecodingStrategy.BeamSearchDecoding(maxLength, new BeamSettings(beam, alpha));
  }
}
