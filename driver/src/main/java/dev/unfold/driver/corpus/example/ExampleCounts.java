package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.UnknownTokenCount;
import java.util.stream.LongStream;

/**
 * The counts over the rows of a corpus.
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

  /** Returns the count of unknown tokens in inputs; zero if inputs have no tokens. */
  public UnknownTokenCount inputTokens() {
    return new UnknownTokenCount(unknownInputs, inputSteps);
  }

  /** Returns the count of unknown tokens in targets; zero if targets have no tokens. */
  public UnknownTokenCount targetTokens() {
    return new UnknownTokenCount(unknownTargets, targetSteps);
  }
}
