package dev.unfold.worker.golden;

import dev.unfold.worker.model.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The results of sacreBLEU, scikit-learn and NumPy for small examples; {@code scripts/golden}
 * generates and documents the file.
 */
public record GoldenMetrics(
    Map<String, Bleu> bleu,
    Map<String, Bleu> bleuOfWords,
    Map<String, Classification> classifications,
    Map<String, Probabilities> probabilities,
    Map<String, Series> series) {

  /**
   * Corpus BLEU.
   *
   * @param tokens the tokens of each prediction
   */
  public record Bleu(
      List<String> predictions,
      List<List<String>> references,
      List<List<String>> tokens,
      double score,
      List<Double> precisions,
      double brevityPenalty,
      List<Long> matches,
      List<Long> totals,
      long predictedLength,
      long referenceLength) {}

  /** The metrics of a classifier; the last three are by class. */
  public record Classification(
      int classes,
      int[] references,
      int[] predictions,
      double accuracy,
      double macroF1,
      double microF1,
      double[] precision,
      double[] recall,
      double[] f1) {}

  /** The metrics of the probabilities of a classifier. */
  public record Probabilities(
      int[] references,
      List<float[]> probabilities,
      int unseen,
      double threshold,
      double rocAuc,
      double averagePrecision,
      double thresholdPrecision,
      double thresholdRecall) {}

  /** Values and predictions by step and series. */
  public record Series(
      List<double[]> values,
      List<double[]> predictions,
      double meanSquaredError,
      double rse,
      double correlation,
      double meanAbsoluteError,
      double rootMeanSquaredError,
      List<double[]> training,
      List<Double> changes,
      double mase) {}

  /** Loads the file from the class path. */
  public static GoldenMetrics load() throws IOException {
    String path = "/golden/metrics.json";
    try (InputStream in = GoldenMetrics.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " on the class path");
      }
      return Json.newMapper().readValue(in, GoldenMetrics.class);
    }
  }
}
