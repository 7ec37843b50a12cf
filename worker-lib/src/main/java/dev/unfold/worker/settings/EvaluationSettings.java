package dev.unfold.worker.settings;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of evaluation, which runs like training, but without dropout.
 *
 * @param shards the number of evaluation tasks
 * @param batch the number of lanes of each task
 * @param metric the metric of the validation corpus that determines the best model
 * @param threshold the smallest probability with which a class is predicted, for precision and
 *     recall at a threshold
 * @param positive the label or tag that is ranked and predicted for these, the ROC-AUC and the
 *     average precision; empty means the second of two labels, and the mean over all of more
 * @param confusions the number of the most frequent confusions of tokens in reports
 * @param topK the largest rank of a target that counts in metrics of ranks; 0 if there are none
 * @param everyRounds the number of rounds of a run between two evaluations on the validation
 *     corpus, besides those at the ends of epochs; 0 if there are no others
 */
public record EvaluationSettings(
    int shards,
    int batch,
    Metric metric,
    double threshold,
    String positive,
    int confusions,
    int topK,
    int everyRounds)
    implements Serializable {
  /** The key of the metric. */
  public static final String METRIC = "evaluation.metric";

  /** The key of the smallest probability. */
  public static final String THRESHOLD = "evaluation.threshold";

  /** The key of the positive label. */
  public static final String POSITIVE = "evaluation.positive";

  /** The key of the largest rank. */
  public static final String TOP_K = "evaluation.top-k";

  /** The key of the number of rounds between two evaluations. */
  public static final String EVERY_ROUNDS = "evaluation.every-rounds";

  /** The maximum number of confusions, and the largest rank that may count. */
  public static final int MAX_COUNT = 65_536;

  public EvaluationSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(shards >= 1 && shards <= 65_536, "evaluation.shards", "1 to 65536", shards);
    checks.require(batch >= 1 && batch <= 65_536, "evaluation.batch", "1 to 65536", batch);
    checks.require(
        threshold > 0 && threshold <= 1, THRESHOLD, "a probability above 0, at most 1", threshold);
    checks.require(
        confusions >= 0 && confusions <= MAX_COUNT,
        "evaluation.confusions",
        "0 to " + MAX_COUNT,
        confusions);
    checks.require(topK >= 0 && topK <= MAX_COUNT, TOP_K, "0 to " + MAX_COUNT, topK);
    checks.require(
        topK > 0 || !metric.ofRanks(),
        TOP_K,
        "at least 1 for evaluation.metric = " + SettingKeys.of(metric),
        topK,
        METRIC);
    checks.require(everyRounds >= 0, EVERY_ROUNDS, "at least 0", everyRounds);
    checks.finish();
  }

  /**
   * Returns the keys of the settings on which the values of the metric depend. Values of one metric
   * with other settings cannot be compared.
   */
  public List<String> keysOfMetric() {
    List<String> keys = new ArrayList<>(List.of(METRIC));
    if (metric.ofRanks()) {
      keys.add(TOP_K);
    }
    if (metric.ofThreshold()) {
      keys.add(THRESHOLD);
    }
    if (metric.ofProbabilities()) {
      keys.add(POSITIVE);
    }
    return keys;
  }

  /** Returns a copy with another threshold. */
  public EvaluationSettings withThreshold(double other) {
    return new EvaluationSettings(
        shards, batch, metric, other, positive, confusions, topK, everyRounds);
  }

  /** Returns a copy with another positive label. */
  public EvaluationSettings withPositive(String other) {
    return new EvaluationSettings(
        shards, batch, metric, threshold, other, confusions, topK, everyRounds);
  }

  /** Returns a copy with another number of confusions. */
  public EvaluationSettings withConfusions(int other) {
    return new EvaluationSettings(
        shards, batch, metric, threshold, positive, other, topK, everyRounds);
  }

  /** Returns a copy with another largest rank. */
  public EvaluationSettings withTopK(int other) {
    return new EvaluationSettings(
        shards, batch, metric, threshold, positive, confusions, other, everyRounds);
  }
}
