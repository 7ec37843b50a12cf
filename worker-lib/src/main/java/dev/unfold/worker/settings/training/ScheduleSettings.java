package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Set;

/**
 * The learning rate schedule over the true updates of the run.
 *
 * @param kind the kind of schedule
 * @param warmup the number of updates over which the rate increases linearly, from the share 1 /
 *     warmup of the first one, before any kind of schedule
 * @param every the number of updates between two changes ({@code step}), or for one factor ({@code
 *     exponential})
 * @param factor the factor by which the rate is multiplied: per {@code every} updates ({@code
 *     step}, {@code exponential}) or after a validation that is not better ({@code plateau})
 * @param updates the number of updates over which {@code cosine} decreases from the learning rate
 *     to {@code minimum}, of the cycle of {@code one-cycle}, or of the first period of {@code
 *     warm-restarts}
 * @param minimum the minimum share of the learning rate for all kinds, except during warm-up
 * @param start the share of the learning rate at which {@code one-cycle} starts
 * @param rise the share of its updates over which {@code one-cycle} increases from {@code start} to
 *     the learning rate
 * @param growth how many times as long as the period before it a period of {@code warm-restarts} is
 */
public record ScheduleSettings(
    Kind kind,
    long warmup,
    long every,
    double factor,
    long updates,
    double minimum,
    double start,
    double rise,
    int growth)
    implements Serializable {

  private static final String UPDATES = "updates";
  private static final String MINIMUM = "minimum";

  /** The kind of schedule. */
  public enum Kind {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    COSINE,
    WARM_RESTARTS,
    ONE_CYCLE,
    PLATEAU;

    /** Returns the keys of the settings of this kind, among those that not all kinds have. */
    public Set<String> constants() {
      return switch (this) {
        case CONSTANT -> Set.of();
        case STEP, EXPONENTIAL -> Set.of("every", "factor", MINIMUM);
        case COSINE -> Set.of(UPDATES, MINIMUM);
        case WARM_RESTARTS -> Set.of(UPDATES, MINIMUM, "growth");
        case ONE_CYCLE -> Set.of(UPDATES, MINIMUM, "start", "rise");
        case PLATEAU -> Set.of("factor", MINIMUM);
      };
    }
  }

  public ScheduleSettings {
    SettingChecks checks = new SettingChecks();
    String schedule = "training.schedule.";
    checks.require(warmup >= 0, schedule + "warmup", "at least 0", warmup);
    checks.require(every >= 1, schedule + "every", "at least 1", every);
    checks.require(factor > 0 && factor <= 1, schedule + "factor", "above 0 and at most 1", factor);
    checks.require(
        updates >= leastUpdates(kind),
        schedule + UPDATES,
        "at least " + leastUpdates(kind) + " for " + schedule + "kind = " + SettingKeys.of(kind),
        updates,
        schedule + "kind");
    checks.require(minimum >= 0 && minimum <= 1, schedule + MINIMUM, "from 0 to 1", minimum);
    checks.require(start >= 0 && start <= 1, schedule + "start", "from 0 to 1", start);
    checks.require(rise > 0 && rise < 1, schedule + "rise", "above 0 and below 1", rise);
    checks.require(growth >= 1 && growth <= 1000, schedule + "growth", "1 to 1000", growth);
    if (kind == Kind.ONE_CYCLE) {
      requireCycle(checks, warmup, start, minimum);
    }
    checks.finish();
  }

  private static void requireCycle(
      SettingChecks checks, long warmup, double start, double minimum) {
    checks.require(
        warmup == 0,
        "training.schedule.warmup",
        "0 for training.schedule.kind = one-cycle, which rises by itself",
        warmup,
        "training.schedule.kind");
    checks.require(
        !(start < minimum),
        "training.schedule.minimum",
        "at most training.schedule.start for training.schedule.kind = one-cycle",
        minimum,
        "training.schedule.start",
        "training.schedule.kind");
  }

  private static long leastUpdates(Kind kind) {
    return switch (kind) {
      case CONSTANT, STEP, EXPONENTIAL, PLATEAU -> 0;
      case COSINE, WARM_RESTARTS -> 1;
      case ONE_CYCLE -> 2;
    };
  }
}
