package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedSearch;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of beam search; null if an option is not given. */
public final class SearchOptions {
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
        "probabilities as they are. Default: " + RequestedSearch.DEFAULT_PENALTY
      })
  private Double lengthPenalty;

  @Mixin private FusionOptions fusion;

  /** Returns the requested search. */
  RequestedSearch requested() {
    return fusion.requested(beam, lengthPenalty);
  }
}
