package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.UnknownTokens;
import java.util.stream.LongStream;

/**
 * What was found in the rows of a corpus.
 *
 * @param inputSteps of all examples together
 * @param targetSteps of all examples together
 * @param longestInput steps of the longest
 * @param longestTarget steps of the longest
 * @param unknownInputs tokens of inputs that the vocabulary does not have
 * @param unknownTargets tokens of targets that the vocabulary does not have
 * @param rowsTooShort rows of a single step that have no next one, which were left out
 * @param linesPassedOver lines of CoNLL-U that are no words
 */
public record ExampleCounts(
    long inputSteps,
    long targetSteps,
    int longestInput,
    int longestTarget,
    long unknownInputs,
    long unknownTargets,
    long rowsTooShort,
    long linesPassedOver) {
  public ExampleCounts {
    long least =
        LongStream.of(
                inputSteps,
                targetSteps,
                longestInput,
                longestTarget,
                unknownInputs,
                unknownTargets,
                rowsTooShort,
                linesPassedOver)
            .min()
            .getAsLong();
    if (least < 0) {
      throw new IllegalArgumentException("a corpus that counts below zero: " + least);
    }
  }

  /** How many of the tokens of inputs are known; none where inputs have no tokens. */
  public UnknownTokens inputTokens() {
    return new UnknownTokens(unknownInputs, inputSteps);
  }

  /** How many of the tokens of targets are known; none where targets have no tokens. */
  public UnknownTokens targetTokens() {
    return new UnknownTokens(unknownTargets, targetSteps);
  }
}
