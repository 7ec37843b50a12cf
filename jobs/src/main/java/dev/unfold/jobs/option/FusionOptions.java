package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedSearch;
import picocli.CommandLine.Option;

/** The options of a language model in a search; null if an option is not given. */
public final class FusionOptions {
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

  /**
   * Returns the requested search.
   *
   * @param beam the number of hypotheses; null if that is not given
   * @param lengthPenalty the length penalty; null if that is not given
   */
  RequestedSearch requested(Integer beam, Double lengthPenalty) {
    return new RequestedSearch(
        beam, lengthPenalty, languageModel, languageModelWeight, insertionBonus);
  }
}
