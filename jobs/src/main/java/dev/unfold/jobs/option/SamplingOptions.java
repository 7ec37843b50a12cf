package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.driver.operation.RequestedSampling;
import picocli.CommandLine.Option;

/** The options of sampling text or audio. */
public final class SamplingOptions {
  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "" + RequestedSampling.DEFAULT_TEMPERATURE,
      description = "Sampling temperature, at least 0; 0 always takes the most probable token.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Samples from the K most probable tokens only; 0 means all.")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "" + RequestedSampling.DEFAULT_TOP_P,
      description = {
        "Samples from the fewest most probable tokens only whose probabilities sum to P or more;",
        "1 means all."
      })
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + RequestedDecoding.DEFAULT_SEED,
      description = "Seed of the sampling.")
  private long seed;

  /** Returns the requested sampling. */
  public RequestedSampling requested() {
    return new RequestedSampling(temperature, topK, topP, seed);
  }
}
