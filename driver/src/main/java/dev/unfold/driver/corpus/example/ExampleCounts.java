package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The counts over the rows of a corpus.
 *
 * @param inputSteps the number of input steps of all examples
 * @param targetSteps the number of targets of all examples
 * @param longestInput the number of steps of the longest input
 * @param longestTarget the number of steps of the longest target
 * @param unknownInputs the number of input tokens that are not in the vocabulary
 * @param unknownTargets the number of target tokens that are not in the vocabulary
 * @param unseenLabels the number of labels or tags of targets that the training rows never had
 * @param stepsWithoutTarget the number of steps whose target is missing
 * @param rowsTooShort the number of rows with a single step and therefore no next one, which were
 *     skipped
 * @param linesPassedOver the number of CoNLL-U lines that are not words
 * @param missingInputs the number of missing values of each input that may have them, by column
 */
public record ExampleCounts(
    long inputSteps,
    long targetSteps,
    int longestInput,
    int longestTarget,
    long unknownInputs,
    long unknownTargets,
    long unseenLabels,
    long stepsWithoutTarget,
    long rowsTooShort,
    long linesPassedOver,
    Map<String, Long> missingInputs) {
  public ExampleCounts {
    missingInputs = Collections.unmodifiableMap(new LinkedHashMap<>(missingInputs));
    long least =
        LongStream.of(
                inputSteps,
                targetSteps,
                longestInput,
                longestTarget,
                unknownInputs,
                unknownTargets,
                unseenLabels,
                stepsWithoutTarget,
                rowsTooShort,
                linesPassedOver)
            .min()
            .getAsLong();
    if (least < 0 || missingInputs.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "a corpus with a negative count: " + least + ", " + missingInputs);
    }
  }

  /**
   * Returns a notice for the user if steps have no target.
   *
   * @param table the table, for messages
   */
  Optional<String> missingTargets(String table) {
    return stepsWithoutTarget == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d targets of %s are missing; their steps are computed without a loss",
                stepsWithoutTarget,
                targetSteps + stepsWithoutTarget,
                table));
  }

  /**
   * Rejects a table in which no step has a naive forecast to be compared with.
   *
   * @param table the table, for messages
   */
  void requireForecasts(TargetSettings target, String table) throws CorpusException {
    long longest = (long) longestInput + target.ahead();
    if (target.season() > 0 && longest <= target.naiveSteps()) {
      throw new CorpusException(
          "corpus.target.season: expected more than "
              + target.naiveSteps()
              + " steps in at least one sequence or window of "
              + table
              + ", so that a forecast has a season before it, found at most "
              + longest);
    }
  }

  /**
   * Returns a notice for the user if sequences are too short for a later step to be predicted.
   *
   * @param table the table, for messages
   */
  Optional<String> tooShort(String table) {
    return rowsTooShort == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d sequences or windows of %s have no later step to predict and are left out",
                rowsTooShort,
                table));
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
