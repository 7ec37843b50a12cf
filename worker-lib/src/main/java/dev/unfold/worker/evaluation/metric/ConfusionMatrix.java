package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The confusion matrix of a classifier, with its accuracy and F1.
 *
 * <p>Classes that are neither in the references nor predicted are excluded from the macro average.
 * Among the others, a class that was never predicted has precision 0, a class that is in no
 * reference has recall 0, and their F1 of 0 counts, as in scikit-learn's {@code
 * f1_score(average="macro", zero_division=0)}. The micro average counts every class; with one class
 * per example, it equals the accuracy.
 *
 * <p>Memory is proportional to the classes and the observed pairs, not to all pairs.
 */
public final class ConfusionMatrix implements Statistic<ConfusionMatrix> {
  private static final long serialVersionUID = 1L;

  private final List<String> classes;

  /** The number of examples of each class. */
  private final long[] expected;

  /** The number of predictions of each class. */
  private final long[] predictions;

  /** The counts above zero by {@link #pair}, so that the counts of a reference are adjacent. */
  private final SortedMap<Long, Long> counts = new TreeMap<>();

  /**
   * Creates a matrix of zeros.
   *
   * @param classes the names of the classes, in the order of their ids
   * @throws IllegalArgumentException if two have the same name
   */
  public ConfusionMatrix(List<String> classes) {
    if (new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException("expected classes of different names, found " + classes);
    }
    this.classes = List.copyOf(classes);
    expected = new long[classes.size()];
    predictions = new long[classes.size()];
  }

  /** Adds an example with the ids of its class and of the predicted class. */
  public void add(int reference, int predicted) {
    add(reference, predicted, 1);
  }

  private void add(int reference, int predicted, long examples) {
    expected[reference] += examples;
    predictions[predicted] += examples;
    counts.merge(pair(reference, predicted), examples, Long::sum);
  }

  private long pair(int reference, int predicted) {
    return (long) reference * classes.size() + predicted;
  }

  @Override
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (!classes.equals(other.classes)) {
      throw new IllegalArgumentException(
          "expected the classes " + classes + ", found " + other.classes);
    }
    ConfusionMatrix sum = new ConfusionMatrix(classes);
    sum.addAll(this);
    sum.addAll(other);
    return sum;
  }

  private void addAll(ConfusionMatrix other) {
    int width = classes.size();
    other.counts.forEach(
        (pair, examples) -> add((int) (pair / width), (int) (pair % width), examples));
  }

  /**
   * Returns the number of examples of class {@code reference} that were predicted as {@code
   * predicted}.
   */
  public long count(int reference, int predicted) {
    return counts.getOrDefault(pair(reference, predicted), 0L);
  }

  /** Returns the share of correctly classified examples; NaN without examples. */
  public double accuracy() {
    PrecisionRecall all = all();
    return (double) all.correct() / all.expected();
  }

  /** Returns the mean F1 of the observed classes; 0 without any. */
  public double macroF1() {
    return IntStream.range(0, classes.size())
        .mapToObj(this::ofClass)
        .filter(ConfusionMatrix::isSeen)
        .mapToDouble(PrecisionRecall::f1)
        .average()
        .orElse(0);
  }

  /** Returns the F1 of the counts summed over all classes. */
  public double microF1() {
    return all().f1();
  }

  /** Returns precision and recall of one class. */
  public PrecisionRecall ofClass(int id) {
    return new PrecisionRecall(count(id, id), predictions[id], expected[id]);
  }

  /**
   * Returns the metrics; {@code classes} holds the metrics of each observed class by name, and
   * {@code confusion} the nonzero counts by class and predicted class.
   */
  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.ACCURACY.key(), accuracy());
    values.put(Metric.MACRO_F1.key(), macroF1());
    values.put(Metric.MICRO_F1.key(), microF1());
    values.put("examples", all().expected());
    Map<String, Object> byClass = new LinkedHashMap<>();
    Map<String, Object> confusion = new LinkedHashMap<>();
    for (int id = 0; id < classes.size(); id++) {
      PrecisionRecall scores = ofClass(id);
      if (isSeen(scores)) {
        byClass.put(classes.get(id), scores.describe());
      }
      if (scores.expected() > 0) {
        confusion.put(classes.get(id), row(id));
      }
    }
    values.put("classes", byClass);
    values.put("confusion", confusion);
    return values;
  }

  private Map<String, Long> row(int reference) {
    Map<String, Long> row = new LinkedHashMap<>();
    counts
        .subMap(pair(reference, 0), pair(reference + 1, 0))
        .forEach((pair, examples) -> row.put(classes.get((int) (pair % classes.size())), examples));
    return row;
  }

  private PrecisionRecall all() {
    return IntStream.range(0, classes.size())
        .mapToObj(this::ofClass)
        .reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
  }

  private static boolean isSeen(PrecisionRecall scores) {
    return scores.predicted() + scores.expected() > 0;
  }
}
