package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well the probabilities of a classifier rank its examples ({@link BinaryRanking}), and its
 * precision and recall if a class is predicted where its probability is at least a threshold.
 *
 * <p>A given class is ranked and predicted, or of two classes the second; else each against all
 * others, and the metrics are the means over the classes, as scikit-learn's {@code
 * average="macro"}. Classes without examples or without others are excluded from the mean of the
 * ROC-AUC, classes without examples from that of the average precision, and classes that are
 * neither in the references nor predicted from those at the threshold. The examples of classes that
 * the classifier does not know are negatives of all others.
 *
 * <p>A ranking needs 4 bytes for each example and ranked class. If these are more than {@link
 * #MAX_SCORES} over all shards, rankings are left out, whatever the order of the sums.
 */
public final class ProbabilityScore implements Statistic<ProbabilityScore> {
  /** The maximum number of scores that are ranked, 64 MB. */
  public static final long MAX_SCORES = 1 << 24;

  /**
   * The maximum number of classes that are scored: more would take longer than the network, and
   * their mean says little.
   */
  public static final int MAX_CLASSES = 1000;

  private static final long serialVersionUID = 1L;

  private final double threshold;

  /** The id of the first ranked class; the others follow. */
  private final int first;

  /** The ranking of each ranked class; dropped with more scores than the maximum. */
  private List<BinaryRanking> rankings;

  private long scores;
  private final long[] correct;
  private final long[] predicted;
  private final long[] expected;

  /**
   * Creates an empty statistic.
   *
   * @param outputs the number of classes that the classifier knows
   * @param unseen the number of classes that it does not know, whose ids come last
   * @param threshold the smallest probability with which a class is predicted
   * @param positive the id of the only class that is ranked; if absent, the second of two classes,
   *     or all of more
   */
  public ProbabilityScore(int outputs, int unseen, double threshold, OptionalInt positive) {
    this(
        threshold,
        positive.orElse(outputs == 2 ? 1 : 0),
        positive.isPresent() || outputs == 2 ? 1 : outputs,
        unseen);
  }

  private ProbabilityScore(double threshold, int first, int ranked, int unseen) {
    this.threshold = threshold;
    this.first = first;
    rankings = Stream.generate(BinaryRanking::new).limit(ranked).toList();
    correct = new long[rankings.size()];
    predicted = new long[rankings.size()];
    expected = new long[rankings.size() + (rankings.size() == 1 ? 0 : unseen)];
  }

  /**
   * Adds an example.
   *
   * @param reference the id of its class
   * @param probabilities the probability of each class
   * @param ranks numbers in the order of the probabilities, such as their logarithms
   */
  public void add(int reference, float[] probabilities, float[] ranks) {
    int target = reference - first;
    if (target >= 0 && target < expected.length) {
      expected[target]++;
    }
    scores += predicted.length;
    for (int k = 0; k < predicted.length; k++) {
      int id = first + k;
      if (probabilities[id] >= threshold) {
        predicted[k]++;
        correct[k] += target == k ? 1 : 0;
      }
      if (scores <= MAX_SCORES) {
        rankings.get(k).add(target == k, ranks[id]);
      }
    }
    dropTooMany();
  }

  private void dropTooMany() {
    if (scores > MAX_SCORES) {
      rankings = List.of();
    }
  }

  @Override
  public ProbabilityScore plus(ProbabilityScore other) {
    if (predicted.length != other.predicted.length
        || expected.length != other.expected.length
        || first != other.first
        || threshold != other.threshold) {
      throw new IllegalArgumentException(
          "expected " + predicted.length + " ranked classes, found " + other.predicted.length);
    }
    int unseen = expected.length - predicted.length;
    ProbabilityScore sum = new ProbabilityScore(threshold, first, predicted.length, unseen);
    sum.scores = scores + other.scores;
    sum.rankings = List.of();
    if (sum.scores <= MAX_SCORES) {
      sum.rankings =
          IntStream.range(0, rankings.size())
              .mapToObj(k -> rankings.get(k).plus(other.rankings.get(k)))
              .toList();
    }
    Arrays.setAll(sum.correct, k -> correct[k] + other.correct[k]);
    Arrays.setAll(sum.predicted, k -> predicted[k] + other.predicted[k]);
    Arrays.setAll(sum.expected, k -> expected[k] + other.expected[k]);
    return sum;
  }

  /** Returns whether there are few enough scores to rank them. */
  public boolean isRanked() {
    return scores <= MAX_SCORES;
  }

  /** Returns the mean ROC-AUC; NaN without any. */
  public double rocAuc() {
    return meanRanking(BinaryRanking::rocAuc);
  }

  /** Returns the mean average precision; NaN without any. */
  public double averagePrecision() {
    return meanRanking(BinaryRanking::averagePrecision);
  }

  private double meanRanking(ToDoubleFunction<BinaryRanking> metric) {
    return rankings.stream()
        .mapToDouble(metric)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the mean precision at the threshold; 0 without any class. */
  public double precision() {
    return meanAtThreshold(PrecisionRecall::precision);
  }

  /** Returns the mean recall at the threshold; 0 without any class. */
  public double recall() {
    return meanAtThreshold(PrecisionRecall::recall);
  }

  private double meanAtThreshold(ToDoubleFunction<PrecisionRecall> metric) {
    return IntStream.range(0, expected.length)
        .mapToObj(this::ofClass)
        .filter(one -> one.predicted() + one.expected() > 0)
        .mapToDouble(metric)
        .average()
        .orElse(0);
  }

  private PrecisionRecall ofClass(int k) {
    return k < predicted.length
        ? new PrecisionRecall(correct[k], predicted[k], expected[k])
        : new PrecisionRecall(0, 0, expected[k]);
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (isRanked()) {
      values.put(Metric.ROC_AUC.key(), rocAuc());
      values.put(Metric.AVERAGE_PRECISION.key(), averagePrecision());
    }
    values.put(Metric.THRESHOLD_PRECISION.key(), precision());
    values.put(Metric.THRESHOLD_RECALL.key(), recall());
    return values;
  }
}
