package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedDecoding;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of decoding; null if an option is not given. */
public final class DecodingOptions {
  @Mixin private SearchOptions search;
  @Mixin private SequenceRuleOptions rules;

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

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = {
        "Samples from the fewest most probable tokens only whose probabilities sum to P or more;",
        "1 means all. Default: 1"
      })
  private Double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sampling. Default: " + RequestedDecoding.DEFAULT_SEED)
  private Long seed;

  /** Returns the requested decoding. */
  public RequestedDecoding requested() {
    return new RequestedDecoding(
        rules.requested(), search.requested(), temperature, topK, topP, seed);
  }
}
