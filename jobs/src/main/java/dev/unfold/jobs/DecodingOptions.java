package dev.unfold.jobs;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.prediction.DecodingStrategy;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of decoding; null if an option is not given. */
final class DecodingOptions {
  private static final double DEFAULT_PENALTY = 0.6;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = {
        "Maximum number of tokens of a sequence, at least 1.",
        "Default: one more than the longest target of the training table."
      })
  private Integer length;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description = {
        "Beam search for the most probable sequence, with N hypotheses at each step.",
        "Default: greedy decoding."
      })
  private Integer beam;

  @Option(
      names = "--length-penalty",
      paramLabel = "X",
      description = {
        "Length penalty of --beam, at least 0: higher values favor longer sequences, 0 compares",
        "probabilities as they are. Default: " + DEFAULT_PENALTY
      })
  private Double lengthPenalty;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "Temperature of sampling, at least 0. Default: 0, no sampling.")
  private Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = {
        "For labels and tags: writes the K most probable ones with their probabilities.",
        "For sequences: samples from the K most probable tokens only; 0 means all. Default: 0"
      })
  private Integer topK;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the sampling. Default: 1")
  private Long seed;

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
   * @param longestTarget the length of the longest target of the training table
   */
  DecodingStrategy decoding(boolean makesSequences, OptionalInt longestTarget) {
    boolean given =
        Stream.of(length, beam, lengthPenalty, temperature, seed)
            .anyMatch(option -> option != null);
    require(
        makesSequences || !given,
        "--length, --beam, --length-penalty, --temperature, --seed",
        "none for a model that does not generate sequences",
        "one");
    int maxLength = maxLength(longestTarget);
    if (!makesSequences) {
      return new DecodingStrategy.SamplingDecoding(maxLength, ClassSampler.greedy());
    }
    return beam == null ? sampling(maxLength) : beamSearch(maxLength);
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
        new CounterRandom(seed == null ? 1 : seed).derive(RandomSubstreams.SAMPLING);
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
