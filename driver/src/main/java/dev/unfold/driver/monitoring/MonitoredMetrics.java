package dev.unfold.driver.monitoring;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.ValidationSummary;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts the summaries of rounds and epochs into metrics by name. The names are those in the
 * metrics of a run, under {@code train/}, {@code validation/}, {@code unaveraged/} or {@code
 * test/}.
 */
final class MonitoredMetrics {
  private static final String TRAIN = "train/";
  private static final String VALIDATION = "validation/";
  private static final String UNAVERAGED = "unaveraged/";
  private static final String TEST = "test/";

  private MonitoredMetrics() {}

  /** Returns where the run is: its round and its number of epochs, which are no curves. */
  static Map<String, Double> position(RoundSummary summary) {
    return Map.of(
        TRAIN + "round", (double) summary.round(), TRAIN + "epochs", (double) summary.epochs());
  }

  /** Returns the metrics of a round. */
  static Map<String, Double> of(RoundSummary summary) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(TRAIN + "loss", summary.loss());
    metrics.put(TRAIN + "gradientNorm", summary.gradientNorm());
    metrics.put(TRAIN + "learningRate", summary.learningRate());
    metrics.put(TRAIN + "targetsPerSecond", summary.targetsPerSecond());
    metrics.put(TRAIN + "epoch", (double) summary.epoch());
    metrics.put(TRAIN + "epochsDone", epochsDone(summary));
    metrics.put(TRAIN + "excludedShards", (double) summary.excludedShards());
    metrics.put(TRAIN + "excludedTargets", (double) summary.excludedTargets());
    return metrics;
  }

  private static double epochsDone(RoundSummary summary) {
    return summary.epoch() - 1 + (double) summary.chunk() / summary.chunksPerEpoch();
  }

  /** Returns the metrics of an epoch. */
  static Map<String, Double> of(EpochSummary summary) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(TRAIN + "epochLoss", summary.trainLoss());
    metrics.put(TRAIN + "epochSeconds", summary.seconds());
    putAll(VALIDATION, summary.validation(), metrics);
    putAll(UNAVERAGED, summary.unaveraged(), metrics);
    return metrics;
  }

  /** Returns the metrics of a validation within an epoch. */
  static Map<String, Double> of(ValidationSummary summary) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    putAll(VALIDATION, summary.validation(), metrics);
    putAll(UNAVERAGED, summary.unaveraged(), metrics);
    return metrics;
  }

  /** Returns the metrics on the test corpus. */
  static Map<String, Double> ofTest(Map<String, Double> measures) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    putAll(TEST, measures, metrics);
    return metrics;
  }

  private static void putAll(
      String prefix, Map<String, Double> measures, Map<String, Double> metrics) {
    measures.forEach((name, value) -> metrics.put(prefix + name, value));
  }
}
