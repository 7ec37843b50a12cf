package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The learning rate schedule over the true updates of the run.
 *
 * @param kind the kind of schedule
 * @param warmup the number of updates over which the rate increases linearly from 0, before any
 *     kind of schedule
 * @param every the number of updates between two changes ({@code step}), or for one factor ({@code
 *     exponential})
 * @param factor the factor by which the rate is multiplied: per {@code every} updates ({@code
 *     step}, {@code exponential}) or after an epoch without an improved validation loss ({@code
 *     plateau})
 * @param updates the number of updates over which {@code cosine} decreases from the learning rate
 *     to {@code minimum}
 * @param minimum the minimum share of the learning rate for all kinds, except during warm-up
 */
public record ScheduleSettings(
    Kind kind, long warmup, long every, double factor, long updates, double minimum)
    implements Serializable {

  /** The kind of schedule. */
  public enum Kind {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    COSINE,
    PLATEAU
  }

  public ScheduleSettings {
    SettingChecks checks = new SettingChecks();
    String schedule = "training.schedule.";
    checks.require(warmup >= 0, schedule + "warmup", "at least 0", warmup);
    checks.require(every >= 1, schedule + "every", "at least 1", every);
    checks.require(factor > 0 && factor <= 1, schedule + "factor", "above 0 and at most 1", factor);
    checks.require(
        kind != Kind.COSINE || updates >= 1,
        schedule + "updates",
        "at least 1 for the cosine schedule",
        updates,
        schedule + "kind");
    checks.require(minimum >= 0 && minimum <= 1, schedule + "minimum", "from 0 to 1", minimum);
    checks.finish();
  }
}
