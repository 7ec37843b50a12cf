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
 * What must be the same for a run to go on where it stopped: the configuration, the corpora and the
 * kernels; not where the run lives, how often it is saved, or when it ends. What files say counts,
 * and not where they are: corpora and a parent model may move.
 */
final class RunIdentity {
  /** May change, and is kept, since the best model so far was chosen by it. */
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
   * @throws OtherRunException naming every key that differs
   */
  static void requireSame(
      String where, SortedMap<String, String> begun, SortedMap<String, String> wanted)
      throws OtherRunException {
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
      throw new OtherRunException(
          where
              + " holds a run of another configuration; choose another run.dir or go back to its"
              + " own:"
              + differences,
          differences.toString(),
          keys.stream().allMatch(key -> key.startsWith(KERNELS)));
    }
  }
}
