package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.WeightSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The counts over the rows of a corpus.
 *
 * @param inputSteps the number of input steps of all examples
 * @param targetSteps the number of targets of all examples that have a loss in training
 * @param longestInput the number of steps of the longest input
 * @param longestTarget the number of steps of the longest target
 * @param unknownInputs the number of input tokens that are not in the vocabulary
 * @param unknownTargets the number of target tokens that are not in the vocabulary
 * @param unseenLabels the number of labels or tags of targets that the training rows never had
 * @param stepsWithoutTarget the number of steps whose target is missing
 * @param weightlessTargets the number of further targets, whose weight is 0
 * @param rowsTooShort the number of rows with a single step and therefore no next one, which were
 *     skipped
 * @param linesPassedOver the number of CoNLL-U lines that are not words
 * @param alignableStrides the number of examples by the largest stride with which their input has
 *     enough steps for their target, which is a sequence of tokens
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
    long weightlessTargets,
    long rowsTooShort,
    long linesPassedOver,
    SortedMap<Integer, Long> alignableStrides,
    Map<String, Long> missingInputs) {
  public ExampleCounts {
    alignableStrides = Collections.unmodifiableSortedMap(new TreeMap<>(alignableStrides));
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
                weightlessTargets,
                rowsTooShort,
                linesPassedOver)
            .min()
            .getAsLong();
    if (least < 0
        || alignableStrides.values().stream().anyMatch(count -> count < 0)
        || missingInputs.values().stream().anyMatch(count -> count < 0)) {
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
                allTargets() + stepsWithoutTarget,
                table));
  }

  /**
   * Returns a notice for the user if targets have a weight of 0.
   *
   * @param table the table, for messages
   */
  Optional<String> weightless(String table) {
    return weightlessTargets == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d targets of %s have a weight of 0; their steps are computed without a"
                    + " loss",
                weightlessTargets,
                allTargets(),
                table));
  }

  /** Returns the number of targets of all examples, whatever their weights. */
  public long allTargets() {
    return targetSteps + weightlessTargets;
  }

  /**
   * Rejects a table all of whose targets are missing or have a weight of 0.
   *
   * @param table the table, for messages
   */
  void requireTargets(String table) throws CorpusException {
    if (targetSteps == 0 && weightlessTargets > 0) {
      throw new CorpusException(
          WeightSettings.KEY
              + ": expected a weight above 0 for at least one target of "
              + table
              + ", found none");
    }
    if (targetSteps == 0 && stepsWithoutTarget > 0) {
      throw noTargets(table);
    }
  }

  /**
   * Returns the error of a table whose targets are all missing.
   *
   * @param table the table, for messages
   */
  static CorpusException noTargets(Object table) {
    return new CorpusException("expected targets in " + table + ", found only missing ones");
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

  /**
   * Returns the number of examples whose target cannot be aligned with the steps of their input.
   *
   * @param stride the distance of these steps, or 0
   */
  long unalignedTargets(int stride) {
    return alignableStrides.headMap(stride).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns a notice for the user if there are such examples.
   *
   * @param examples the number of all examples
   * @param table the table, for messages
   */
  Optional<String> unaligned(int stride, long examples, String table) {
    long unaligned = unalignedTargets(stride);
    return unaligned == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d targets of %s need more steps than their input has; they are scored"
                    + " without a loss",
                unaligned,
                examples,
                table));
  }

  /** Returns the count of unknown tokens in inputs; zero if inputs have no tokens. */
  public UnknownTokenCount inputTokens() {
    return new UnknownTokenCount(unknownInputs, inputSteps);
  }

  /** Returns the count of unknown tokens in targets; zero if targets have no tokens. */
  public UnknownTokenCount targetTokens() {
    return new UnknownTokenCount(unknownTargets, allTargets());
  }
}
