package dev.unfold.driver.training.state;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The identity of a run, which must be unchanged for the run to resume: the configuration, the
 * corpora and the kernels, but not the run's directory, its checkpoint interval or its end. Files
 * are identified by their content, not by their location: corpora and a parent model may be moved.
 */
public final class RunIdentity {
  /**
   * The metric and the settings that its values depend on may differ on resume; they are recorded
   * because the best model so far was chosen by them.
   */
  private static final Set<String> OF_METRIC =
      Set.of(
          EvaluationSettings.METRIC,
          EvaluationSettings.THRESHOLD,
          EvaluationSettings.POSITIVE,
          EvaluationSettings.TOP_K);

  private static final List<String> NOT_PART_OF_IDENTITY =
      List.of(
          "evaluation.confusions",
          EvaluationSettings.EVERY_ROUNDS,
          "run.",
          "checkpoint.",
          "corpus.cache",
          "corpus.source.",
          "corpus.where.",
          "corpus.train",
          "corpus.validation",
          "corpus.test",
          "engine.",
          "network.configuration",
          "network.hmm.grammar",
          "network.hmm.word-penalty",
          "store.",
          "retrain.",
          "training.alignment.",
          "training.epochs",
          "training.max-rounds",
          "training.parent",
          "training.patience",
          "training.pretrained.file");

  private static final String KERNELS = "kernels";

  private RunIdentity() {}

  /**
   * Returns whether a key may change on resume. Entries of the list that are sections end in a dot.
   */
  private static boolean mayChange(String key) {
    return OF_METRIC.contains(key)
        || NOT_PART_OF_IDENTITY.stream()
            .anyMatch(entry -> entry.endsWith(".") ? key.startsWith(entry) : key.equals(entry));
  }

  /**
   * Returns the part of the identity that follows from the configuration, known before the corpora
   * are read.
   */
  public static SortedMap<String, String> of(UnfoldSettings settings, Kernels kernels) {
    SortedMap<String, String> identity = new TreeMap<>();
    SettingKeys.flatten(settings)
        .forEach(
            (key, value) -> {
              if (!mayChange(key) || OF_METRIC.contains(key)) {
                put(identity, key, value);
              }
            });
    identity.put(KERNELS, kernels.arithmetic());
    identity.put(KERNELS + ".library", kernels.library());
    return identity;
  }

  /** Adds a value; a list of layers is added as their number and the values of each. */
  private static void put(SortedMap<String, String> identity, String key, Object value) {
    if (value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(Map.class::isInstance)) {
      identity.put(key, Integer.toString(list.size()));
      for (int i = 0; i < list.size(); i++) {
        String entry = key + "[" + i + "].";
        ((Map<?, ?>) list.get(i)).forEach((name, part) -> put(identity, entry + name, part));
      }
    } else {
      identity.put(key, value.toString());
    }
  }

  /**
   * Compares the keys that both identities have.
   *
   * @param where the run's directory
   * @throws RunMismatchException naming every key that differs
   */
  public static void requireSame(
      String where, SortedMap<String, String> begun, SortedMap<String, String> requested)
      throws RunMismatchException {
    SortedSet<String> keys = new TreeSet<>(begun.keySet());
    keys.retainAll(requested.keySet());
    keys.removeIf(key -> mayChange(key) || Objects.equals(begun.get(key), requested.get(key)));
    StringBuilder differences = new StringBuilder();
    for (String key : keys) {
      differences.append(
          String.format(
              Locale.ROOT,
              "%n  %s: the run has %s, found %s",
              key,
              begun.get(key),
              requested.get(key)));
    }
    if (!keys.isEmpty()) {
      throw new RunMismatchException(
          where
              + " contains a run with a different configuration; choose another run.dir or restore"
              + " the configuration of the run:"
              + differences,
          differences.toString(),
          keys.stream().allMatch(key -> key.startsWith(KERNELS)));
    }
  }
}
