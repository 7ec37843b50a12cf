package dev.unfold.jobs;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import dev.unfold.worker.generation.Beam;
import dev.unfold.worker.generation.Sampler;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Streams;
import dev.unfold.worker.prediction.Decoding;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How sequences are made; nulls where nothing is said. */
final class DecodingOptions {
  private static final double USUAL_PENALTY = 0.6;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = {
        "Tokens after which a sequence is cut off, at least 1.",
        "Default: one more than the longest target of the training table has."
      })
  private Integer length;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description = {
        "Looks for the most probable sequence, with the N best beginnings at each step.",
        "Default: always takes the most probable token."
      })
  private Integer beam;

  @Option(
      names = "--length-penalty",
      paramLabel = "X",
      description = {
        "Of --beam, at least 0: higher values favour longer sequences, 0 compares",
        "probabilities as they are. Default: " + USUAL_PENALTY
      })
  private Double lengthPenalty;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "Draws tokens; divides the logits, at least 0. Default: 0, draws nothing.")
  private Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = {
        "Of labels and tags: writes the K most probable ones with their probabilities.",
        "Of sequences: draws from the K most probable tokens only; 0 means all. Default: 0"
      })
  private Integer topK;

  @Option(names = "--seed", paramLabel = "N", description = "Of the drawing. Default: 1")
  private Long seed;

  /** How many labels or tags are to be ranked by a model that makes no sequences; 0 for none. */
  int ranks(boolean makesSequences) {
    boolean asked = topK != null && !makesSequences;
    require(!asked || topK >= 1, "--top-k", "at least 1", topK);
    return asked ? topK : 0;
  }

  /**
   * What was asked for.
   *
   * @param makesSequences whether the model does
   * @param longestTarget of the training table
   */
  Decoding decoding(boolean makesSequences, OptionalInt longestTarget) {
    boolean given =
        Stream.of(length, beam, lengthPenalty, temperature, seed)
            .anyMatch(option -> option != null);
    require(
        makesSequences || !given,
        "--length, --beam, --length-penalty, --temperature, --seed",
        "none of a model that makes no sequences",
        "one");
    int longest = longest(longestTarget);
    if (!makesSequences) {
      return new Decoding.Drawn(longest, Sampler.greedy());
    }
    return beam == null ? drawn(longest) : searched(longest);
  }

  private int longest(OptionalInt longestTarget) {
    if (length == null) {
      return longestTarget.orElse(0) + 1;
    }
    require(length >= 1, "--length", "at least 1", length);
    return length;
  }

  private Decoding drawn(int longest) {
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
    CounterRandom random = new CounterRandom(seed == null ? 1 : seed).derive(Streams.SAMPLING);
    return new Decoding.Drawn(longest, new Sampler(x, k, random));
  }

  private Decoding searched(int longest) {
    require(beam >= 1, "--beam", "at least 1", beam);
    require(
        temperature == null && topK == null && seed == null,
        "--temperature, --top-k, --seed",
        "none with --beam",
        "one");
    double alpha = lengthPenalty == null ? USUAL_PENALTY : lengthPenalty;
    require(
        alpha >= 0 && Double.isFinite(alpha),
        "--length-penalty",
        "a finite number, at least 0",
        lengthPenalty);
    return new Decoding.Searched(longest, new Beam(beam, alpha));
  }
}
