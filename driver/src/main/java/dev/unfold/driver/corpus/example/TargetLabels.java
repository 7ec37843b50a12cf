package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The labels or tags of the targets of a table.
 *
 * @param unseen the labels that the training rows never had, in ascending order; their ids follow
 *     those of the labels of the schema
 * @param counts the number of targets of each label by id; empty if targets have no labels
 * @param weightSums the sum of the weights of the targets of each label of the schema by id; empty
 *     if rows have no weights
 */
public record TargetLabels(List<String> unseen, List<Long> counts, List<Double> weightSums) {
  public TargetLabels {
    unseen = List.copyOf(unseen);
    counts = List.copyOf(counts);
    weightSums = List.copyOf(weightSums);
    if (unseen.size() > counts.size() || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "expected the counts of "
              + unseen.size()
              + " labels that the training rows never had, and of all others, found "
              + counts);
    }
    if (!weightSums.isEmpty() && weightSums.size() != counts.size() - unseen.size()) {
      throw new IllegalArgumentException(
          "expected weights of "
              + (counts.size() - unseen.size())
              + " labels, found "
              + weightSums.size());
    }
  }

  /** Creates the labels of rows without weights. */
  TargetLabels(List<String> unseen, List<Long> counts) {
    this(unseen, counts, List.of());
  }

  /** Returns the number of targets whose label the training rows never had. */
  public long unseenTargets() {
    return sum(counts.subList(counts.size() - unseen.size(), counts.size()));
  }

  /**
   * Returns a warning for the user if there are labels that the training rows never had.
   *
   * @param table the name of the table, such as {@code corpus.test}
   */
  public Optional<String> warning(String table) {
    return unseen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d labels or tags of %s never occur in the training rows, %d different"
                    + " ones, such as \"%s\"; they count as errors and are not in the loss",
                unseenTargets(),
                sum(counts),
                table,
                unseen.size(),
                unseen.get(0)));
  }

  /**
   * Returns a warning for the user if all targets have the same label.
   *
   * @param table the name of the table, such as {@code corpus.train}
   */
  public Optional<String> warningOfOneLabel(String table) {
    return counts.stream().filter(count -> count > 0).count() != 1
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the %,d labels or tags of %s are all the same, so that a network has nothing to"
                    + " learn from them and its loss becomes 0; is it the right column?",
                sum(counts),
                table));
  }

  /**
   * Returns the weight of each label in the loss of training; empty if they are all 1. Balanced
   * weights count a target as often as the weight of its row says. A label without targets, or
   * whose targets have a weight of 0, has no loss that could be weighted and is not counted in
   * them.
   *
   * @param target the schema of the targets
   * @throws InvalidSettingException if a label with a weight is not in the schema
   */
  public double[] weights(ClassWeightSettings settings, FieldSchema target) {
    if (settings.kind() == ClassWeightSettings.Kind.NONE) {
      return new double[0];
    }
    LabelSet labels = ((FieldSchema.Classes) target).labels();
    double[] weights = new double[labels.size()];
    Arrays.fill(weights, 1);
    if (settings.kind() == ClassWeightSettings.Kind.BALANCED) {
      List<Double> sums =
          weightSums.isEmpty() ? counts.stream().map(Long::doubleValue).toList() : weightSums;
      long used = sums.stream().filter(sum -> sum > 0).count();
      double total = sums.stream().reduce(0.0, Double::sum);
      for (int id = 0; id < weights.length; id++) {
        double sum = sums.get(id);
        weights[id] = sum == 0 ? 1 : total / (used * sum);
      }
    }
    settings
        .weights()
        .forEach(
            (label, weight) -> {
              OptionalInt id = labels.id(label);
              InvalidSettingException.require(
                  id.isPresent(),
                  "training.class-weights",
                  "labels or tags of the training rows",
                  "\"" + label + "\"");
              weights[id.getAsInt()] = weight;
            });
    return weights;
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
