package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedSearch;
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

  @Option(
      names = "--language-model",
      paramLabel = "MODEL",
      description = {
        "A language model of the tokens of the targets, for --beam: folder of a model, of a run or",
        "of a model store. Its log-probability of a sequence is added to that of the model."
      })
  private String languageModel;

  @Option(
      names = "--language-model-weight",
      paramLabel = "X",
      description =
          "Weight of --language-model, at least 0. Default: " + RequestedSearch.DEFAULT_WEIGHT)
  private Double languageModelWeight;

  @Option(
      names = "--insertion-bonus",
      paramLabel = "X",
      description = "What each token adds to the score, with --language-model. Default: 0")
  private Double insertionBonus;

  /** Returns the requested search. */
  public RequestedSearch requested() {
    return new RequestedSearch(
        beam, lengthPenalty, languageModel, languageModelWeight, insertionBonus);
  }
}
