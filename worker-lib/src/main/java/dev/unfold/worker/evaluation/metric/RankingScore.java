package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ranks of targets among all classes, of which each target is the only relevant one (Hidasi et
 * al. 2016, arXiv 1511.06939; Järvelin and Kekäläinen 2002):
 *
 * <pre>
 * Recall@k = share of the targets with rank ≤ k
 * MRR@k    = mean of 1 / rank             0 where rank > k
 * NDCG@k   = mean of 1 / log2(1 + rank)   0 where rank > k
 * </pre>
 *
 * <p>Classes with the same score as the target rank before it, so that a model which cannot tell
 * them apart gains nothing: the rank is the number of classes whose score is at least that of the
 * target. The ranks are counted, so that the order of the targets is irrelevant.
 */
public final class RankingScore implements Statistic<RankingScore> {
  private static final long serialVersionUID = 1L;

  /** The number of targets by rank - 1, at most k of them. */
  private final long[] ranked;

  private long targets;

  /**
   * @param k the largest rank that counts, at least 1
   */
  public RankingScore(int k) {
    ranked = new long[k];
  }

  /**
   * Adds a target.
   *
   * @param scores the scores of all classes
   * @param target the class of the target
   */
  public void add(float[] scores, int target) {
    int rank = 0;
    for (float score : scores) {
      rank += score >= scores[target] ? 1 : 0;
    }
    targets++;
    if (rank >= 1 && rank <= ranked.length) {
      ranked[rank - 1]++;
    }
  }

  /** Adds a target that is none of the classes, which is never found. */
  public void addMiss() {
    targets++;
  }

  @Override
  public RankingScore plus(RankingScore other) {
    if (ranked.length != other.ranked.length) {
      throw new IllegalArgumentException(
          "expected ranks up to " + ranked.length + ", found " + other.ranked.length);
    }
    RankingScore sum = new RankingScore(ranked.length);
    sum.targets = targets + other.targets;
    Arrays.setAll(sum.ranked, i -> ranked[i] + other.ranked[i]);
    return sum;
  }

  /** Returns Recall@k; NaN without targets. */
  public double recall() {
    return (double) Arrays.stream(ranked).sum() / targets;
  }

  /** Returns MRR@k; NaN without targets. */
  public double meanReciprocalRank() {
    double sum = 0;
    for (int i = 0; i < ranked.length; i++) {
      sum += ranked[i] / (i + 1.0);
    }
    return sum / targets;
  }

  /** Returns NDCG@k; NaN without targets. */
  public double discountedGain() {
    double sum = 0;
    for (int i = 0; i < ranked.length; i++) {
      sum += ranked[i] * StrictMath.log(2) / StrictMath.log(i + 2.0);
    }
    return sum / targets;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.RECALL_AT_K.key(), recall());
    values.put(Metric.MRR_AT_K.key(), meanReciprocalRank());
    values.put(Metric.NDCG_AT_K.key(), discountedGain());
    values.put("topK", ranked.length);
    return values;
  }
}
