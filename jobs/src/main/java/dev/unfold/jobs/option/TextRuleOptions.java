package dev.unfold.jobs.option;

import dev.unfold.worker.generation.text.TextRules;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of which tokens a generated text may have, and where it ends. */
public final class TextRuleOptions {
  @Option(
      names = "--stop",
      paramLabel = "TOKEN",
      description = "Ends the text before this token of the vocabulary. May be repeated.")
  private List<String> stops = new ArrayList<>();

  @Option(
      names = "--min-length",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tokens before which the text does not end, at most those of --length.")
  private int minLength;

  @Option(
      names = "--forbid",
      paramLabel = "TOKEN",
      description = "Never draws this token of the vocabulary. May be repeated.")
  private List<String> forbidden = new ArrayList<>();

  @Option(names = "--unknown", description = "Also draws the unknown token <unk>.")
  private boolean unknown;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description = {
        "Divides positive logits of tokens that the text has by X, and multiplies negative ones,",
        "at least 1."
      })
  private double repetitionPenalty;

  /** Returns the requested rules. */
  public TextRules rules() {
    return new TextRules(stops, forbidden, unknown, minLength, repetitionPenalty);
  }
}
