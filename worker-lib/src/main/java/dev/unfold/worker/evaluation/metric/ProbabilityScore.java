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
 * <p>A ranking needs 4 bytes for each example and ranked class. {@link #canRank} says whether all
 * shards together have few enough of them; otherwise no shard ranks, and these metrics are left
 * out.
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

  /** The ranking of each ranked class; empty if examples are not ranked. */
  private final List<BinaryRanking> rankings;

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
   * @param ranked whether the examples are ranked, as {@link #canRank} says for those of all shards
   */
  public ProbabilityScore(
      int outputs, int unseen, double threshold, OptionalInt positive, boolean ranked) {
    this(
        threshold,
        positive.orElse(outputs == 2 ? 1 : 0),
        Stream.generate(BinaryRanking::new).limit(ranked ? classes(outputs, positive) : 0).toList(),
        classes(outputs, positive),
        classes(outputs, positive) == 1 ? 0 : unseen);
  }

  private ProbabilityScore(
      double threshold, int first, List<BinaryRanking> rankings, int classes, int unseen) {
    this.threshold = threshold;
    this.first = first;
    this.rankings = rankings;
    correct = new long[classes];
    predicted = new long[classes];
    expected = new long[classes + unseen];
  }

  /** Returns the number of ranked classes. */
  private static int classes(int outputs, OptionalInt positive) {
    return positive.isPresent() || outputs == 2 ? 1 : outputs;
  }

  /**
   * Returns whether examples have few enough scores to rank them.
   *
   * @param examples the number of examples of all shards
   * @param outputs the number of classes that the classifier knows
   * @param positive the id of the only class that is ranked, if there is one
   */
  public static boolean canRank(long examples, int outputs, OptionalInt positive) {
    return examples <= MAX_SCORES / Math.max(1, classes(outputs, positive));
  }

  /**
   * Adds an example.
   *
   * @param reference the id of its class
   * @param probabilities the probability of each class
   * @param ranks numbers in the order of the probabilities, such as the logarithms of their odds;
   *     not read if examples are not ranked
   */
  public void add(int reference, float[] probabilities, float[] ranks) {
    int target = reference - first;
    if (target >= 0 && target < expected.length) {
      expected[target]++;
    }
    for (int k = 0; k < predicted.length; k++) {
      int id = first + k;
      if (probabilities[id] >= threshold) {
        predicted[k]++;
        correct[k] += target == k ? 1 : 0;
      }
      if (isRanked()) {
        rankings.get(k).add(target == k, ranks[id]);
      }
    }
  }

  @Override
  public ProbabilityScore plus(ProbabilityScore other) {
    requireSame("number of compared classes", predicted.length, other.predicted.length);
    requireSame("number of classes", expected.length, other.expected.length);
    requireSame("id of the first class", first, other.first);
    requireSame("threshold", threshold, other.threshold);
    requireSame("number of ranked classes", rankings.size(), other.rankings.size());
    ProbabilityScore sum =
        new ProbabilityScore(
            threshold,
            first,
            IntStream.range(0, rankings.size())
                .mapToObj(k -> rankings.get(k).plus(other.rankings.get(k)))
                .toList(),
            predicted.length,
            expected.length - predicted.length);
    Arrays.setAll(sum.correct, k -> correct[k] + other.correct[k]);
    Arrays.setAll(sum.predicted, k -> predicted[k] + other.predicted[k]);
    Arrays.setAll(sum.expected, k -> expected[k] + other.expected[k]);
    return sum;
  }

  private static void requireSame(String property, Number expected, Number found) {
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          "the scores have another " + property + ": expected " + expected + ", found " + found);
    }
  }

  /** Returns whether examples are ranked. */
  public boolean isRanked() {
    return !rankings.isEmpty();
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
