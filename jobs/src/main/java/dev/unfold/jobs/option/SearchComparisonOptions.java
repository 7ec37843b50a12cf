package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedSearch;
import dev.unfold.driver.operation.RequestedSearches;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of how an evaluation decodes sequences, of which several searches are compared. */
public final class SearchComparisonOptions {
  @Option(
      names = "--beam",
      split = ",",
      paramLabel = "N",
      description = {
        "Beam search for the most probable sequence, with N hypotheses at each step; several",
        "numbers, separated by commas, are compared. Default: greedy decoding."
      })
  private List<Integer> beams = new ArrayList<>();

  @Option(
      names = "--length-penalty",
      split = ",",
      paramLabel = "X",
      description = {
        "Length penalty of --beam, at least 0: higher values favor longer sequences, 0 compares",
        "probabilities as they are; several are compared. Default: "
            + RequestedSearch.DEFAULT_PENALTY
      })
  private List<Double> lengthPenalties = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = {
        "Metric by which several values of --beam and --length-penalty are compared, as",
        "evaluation.metric has it. Default: bleu for words and subwords, error-rate for",
        "characters."
      })
  private String metric;

  @Mixin private FusionOptions fusion;
  @Mixin private SequenceRuleOptions rules;

  /** Returns the requested searches. */
  public RequestedSearches requested() {
    return new RequestedSearches(
        rules.requested(), beams, lengthPenalties, fusion.requested(null, null), metric);
  }
}
