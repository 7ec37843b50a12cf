package dev.unfold.jobs.option;

import dev.unfold.driver.operation.RequestedRules;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of which tokens a decoded sequence may have; null if an option is not given. */
public final class SequenceRuleOptions {
  @Option(
      names = "--length",
      paramLabel = "N",
      description = {
        "Maximum number of tokens of a sequence, at least 1. Default: one more than the longest",
        "target of the training table or, in an evaluation, of the corpus."
      })
  private Integer length;

  @Option(
      names = "--min-length",
      paramLabel = "N",
      description = "Number of tokens before which no sequence ends. Default: 0")
  private Integer minLength;

  @Option(
      names = "--forbid",
      paramLabel = "TOKEN",
      description = "Never generates this token of a sequence. May be repeated.")
  private List<String> forbidden = new ArrayList<>();

  @Option(
      names = "--unknown",
      description = "Also generates the unknown token <unk> of a sequence.")
  private boolean unknown;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      description = {
        "Divides positive logits of tokens that the sequence has by X, and multiplies negative",
        "ones, at least 1. Default: 1"
      })
  private Double repetitionPenalty;

  /** Returns the requested rules. */
  RequestedRules requested() {
    return new RequestedRules(length, minLength, forbidden, unknown, repetitionPenalty);
  }
}
