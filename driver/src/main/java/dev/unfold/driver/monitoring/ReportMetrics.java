package dev.unfold.driver.monitoring;

import dev.unfold.driver.training.EpochReport;
import dev.unfold.driver.training.RoundReport;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts reports into metrics by name. The names are those in the metrics of a run, under {@code
 * train/}, {@code validation/} or {@code test/}.
 */
final class ReportMetrics {
  private static final String TRAIN = "train/";
  private static final String VALIDATION = "validation/";
  private static final String TEST = "test/";

  private ReportMetrics() {}

  static Map<String, Double> of(RoundReport report) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(TRAIN + "loss", report.loss());
    figures.put(TRAIN + "gradientNorm", report.gradientNorm());
    figures.put(TRAIN + "learningRate", report.learningRate());
    figures.put(TRAIN + "targetsPerSecond", report.targetsPerSecond());
    figures.put(TRAIN + "epoch", (double) report.epoch());
    figures.put(TRAIN + "epochsDone", epochsDone(report));
    figures.put(TRAIN + "excludedShards", (double) report.excludedShards());
    figures.put(TRAIN + "excludedTargets", (double) report.excludedTargets());
    return figures;
  }

  private static double epochsDone(RoundReport report) {
    return report.epoch() - 1 + (double) report.chunk() / report.chunksPerEpoch();
  }

  static Map<String, Double> of(EpochReport report) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(TRAIN + "epochLoss", report.trainLoss());
    figures.put(TRAIN + "epochSeconds", report.seconds());
    report.validation().forEach((name, figure) -> figures.put(VALIDATION + name, figure));
    return figures;
  }

  static Map<String, Double> ofTest(Map<String, Double> measures) {
    Map<String, Double> figures = new LinkedHashMap<>();
    measures.forEach((name, figure) -> figures.put(TEST + name, figure));
    return figures;
  }
}
