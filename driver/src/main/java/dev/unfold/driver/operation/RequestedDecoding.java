package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.network.HybridSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The requested decoding; a component is null if nothing was requested.
 *
 * @param length the maximum number of tokens of a sequence
 * @param search the beam search, whose own components are null if nothing was requested
 * @param temperature the temperature of sampling
 * @param topK the number of most probable tokens to sample from, or of labels to rank
 * @param seed the seed of sampling
 */
public record RequestedDecoding(
    Integer length, RequestedSearch search, Double temperature, Integer topK, Long seed) {
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
   * @param longestTarget the length of the longest target of the training table
   * @throws IOException if a language model cannot be read, or does not suit the model
   */
  DecodingStrategy decoding(TableModel model, OptionalInt longestTarget, Configuration hadoop)
      throws IOException {
    boolean makesSequences = model.network().makesSequences();
    boolean given =
        Stream.of(length, temperature, seed).anyMatch(option -> option != null) || !search.isNone();
    require(
        makesSequences || !given,
        "--length, " + RequestedSearch.OPTIONS + ", --temperature, --seed",
        "none for a model that does not generate sequences",
        "one");
    boolean aligned = model.network().settings().alignedStride() > 0;
    require(
        !(model.network().settings() instanceof HybridSettings) || (!given && topK == null),
        "--length, " + RequestedSearch.OPTIONS + ", --temperature, --top-k, --seed",
        "none for network.kind = hybrid, whose words are those of the best path",
        "one");
    require(
        !aligned || isOfPaths(),
        "--length, --length-penalty, --temperature, --top-k, --seed",
        "none for network.kind = ctc, whose sequences end with their input",
        "one");
    int maxLength = maxLength(longestTarget);
    if (!makesSequences) {
      return new DecodingStrategy.SamplingDecoding(maxLength, ClassSampler.greedy());
    }
    Optional<BeamSettings> beam = search.of(model, hadoop);
    require(
        beam.isEmpty() || (temperature == null && topK == null && seed == null),
        "--temperature, --top-k, --seed",
        "none with --beam",
        "one");
    return beam.isPresent()
        ? new DecodingStrategy.BeamSearchDecoding(maxLength, beam.get())
        : sampling(maxLength);
  }

  private boolean isOfPaths() {
    return Stream.of(length, search.lengthPenalty(), temperature, topK, seed)
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
    return new DecodingStrategy.SamplingDecoding(maxLength, new ClassSampler(x, k, 1, random));
  }
}
