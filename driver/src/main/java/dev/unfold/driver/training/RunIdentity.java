package dev.unfold.driver.training;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The identity of a run, which must be unchanged for the run to resume: the configuration, the
 * corpora and the kernels, but not the run's directory, its checkpoint interval or its end. Files
 * are identified by their content, not by their location: corpora and a parent model may be moved.
 */
final class RunIdentity {
  /**
   * The metric may differ on resume; it is recorded because the best model so far was chosen by it.
   */
  static final String METRIC = "evaluation.metric";

  private static final List<String> FREE =
      List.of(
          METRIC,
          "run.",
          "checkpoint.",
          "corpus.cache",
          "corpus.train",
          "corpus.validation",
          "corpus.test",
          "engine.",
          "network.configuration",
          "store.",
          "retrain.",
          "training.epochs",
          "training.max-rounds",
          "training.parent",
          "training.patience");

  private static final String KERNELS = "kernels";

  private RunIdentity() {}

  /** Sections end in a dot. */
  private static boolean isFree(String key) {
    return FREE.stream()
        .anyMatch(free -> free.endsWith(".") ? key.startsWith(free) : key.equals(free));
  }

  /** The configuration's part, known before the corpora are read. */
  static SortedMap<String, String> of(UnfoldSettings settings, Kernels kernels) {
    SortedMap<String, String> identity = new TreeMap<>();
    SettingKeys.flatten(settings)
        .forEach(
            (key, value) -> {
              if (!isFree(key) || key.equals(METRIC)) {
                identity.put(key, value.toString());
              }
            });
    identity.put(KERNELS, kernels.arithmetic());
    identity.put(KERNELS + ".library", kernels.library());
    return identity;
  }

  /**
   * Compares what both know.
   *
   * @param where the run's directory
   * @throws RunMismatchException naming every key that differs
   */
  static void requireSame(
      String where, SortedMap<String, String> begun, SortedMap<String, String> wanted)
      throws RunMismatchException {
    SortedSet<String> keys = new TreeSet<>(begun.keySet());
    keys.retainAll(wanted.keySet());
    keys.removeIf(key -> isFree(key) || Objects.equals(begun.get(key), wanted.get(key)));
    StringBuilder differences = new StringBuilder();
    for (String key : keys) {
      differences.append(
          String.format(
              Locale.ROOT,
              "%n  %s: the run has %s, found %s",
              key,
              begun.get(key),
              wanted.get(key)));
    }
    if (!keys.isEmpty()) {
      throw new RunMismatchException(
          where
              + " holds a run of another configuration; choose another run.dir or go back to its"
              + " own:"
              + differences,
          differences.toString(),
          keys.stream().allMatch(key -> key.startsWith(KERNELS)));
    }
  }
}
