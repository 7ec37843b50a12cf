package dev.unfold.jobs;

import dev.unfold.driver.operation.RequestedDecoding;
import picocli.CommandLine.Option;

/** The options of decoding; null if an option is not given. */
final class DecodingOptions {
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
        "probabilities as they are. Default: " + RequestedDecoding.DEFAULT_PENALTY
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

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sampling. Default: " + RequestedDecoding.DEFAULT_SEED)
  private Long seed;

  /** Returns the requested decoding. */
  RequestedDecoding requested() {
    return new RequestedDecoding(length, beam, lengthPenalty, temperature, topK, seed);
  }
}
