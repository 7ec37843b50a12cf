package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.statistics.ExactSum;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the labels of targets. It is an ordinary class, which Kryo can read. */
final class LabelTally implements Serializable {
  /** The maximum number of different labels of a table, which bounds memory. */
  static final int MAX_LABELS = 100_000;

  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Long> known = new TreeMap<>();
  private final TreeMap<String, Long> unseen = new TreeMap<>();

  /** The sums of the weights of the targets of known labels, if rows have weights. */
  private final TreeMap<Integer, ExactSum> weights = new TreeMap<>();

  /** Counts the labels of the target of a row; a target without labels has none. */
  void add(RawExample row, FieldSchema target) {
    if (target instanceof FieldSchema.Classes classes
        && row.targetValues() instanceof RawField.Texts texts) {
      for (String label : texts.texts()) {
        classes
            .labels()
            .id(label)
            .ifPresentOrElse(id -> addKnown(id, row.row().weight()), () -> addUnseen(label, 1));
      }
    }
  }

  private void addKnown(int id, Optional<Float> weight) {
    known.merge(id, 1L, Long::sum);
    weight.ifPresent(value -> weights.computeIfAbsent(id, none -> new ExactSum()).add(value));
  }

  private void addUnseen(String label, long count) {
    if (unseen.size() <= MAX_LABELS || unseen.containsKey(label)) {
      unseen.merge(label, count, Long::sum);
    }
  }

  void addAll(LabelTally other) {
    other.known.forEach((id, count) -> known.merge(id, count, Long::sum));
    other.unseen.forEach(this::addUnseen);
    other.weights.forEach(
        (id, sum) -> weights.computeIfAbsent(id, none -> new ExactSum()).addAll(sum));
  }

  /** Returns the number of targets whose label the schema does not have. */
  long unseenTargets() {
    return unseen.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Requires that some labels are in the schema, and few are not.
   *
   * @param described the table, for messages
   * @throws CorpusException if there are too many others, or only others
   */
  void requireKnown(String described) throws CorpusException {
    if (unseen.size() > MAX_LABELS) {
      throw new CorpusException(
          "expected at most "
              + MAX_LABELS
              + " labels or tags that the training rows never had in "
              + described
              + ", found more");
    }
    if (known.isEmpty() && !unseen.isEmpty()) {
      throw new CorpusException(
          "no label or tag of "
              + described
              + " occurs in the training rows, found such as \""
              + unseen.firstKey()
              + "\"; is it the same column as in training?");
    }
  }

  /** Returns the labels that the schema does not have, in ascending order. */
  List<String> unseen() {
    return List.copyOf(unseen.keySet());
  }

  /** Returns the counts of all labels. */
  TargetLabels labels(FieldSchema target) {
    List<Long> counts = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    int size = target instanceof FieldSchema.Classes classes ? classes.size() : 0;
    for (int id = 0; id < size; id++) {
      counts.add(known.getOrDefault(id, 0L));
      if (!weights.isEmpty()) {
        sums.add(weights.getOrDefault(id, new ExactSum()).value().doubleValue());
      }
    }
    counts.addAll(unseen.values());
    return new TargetLabels(unseen(), counts, sums);
  }
}
