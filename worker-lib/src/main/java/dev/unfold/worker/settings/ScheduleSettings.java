package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The learning rate schedule over the true updates of the run.
 *
 * @param kind the rule
 * @param warmup updates over which the rate grows linearly from 0; before any kind
 * @param every updates between two changes ({@code step}), or for one factor ({@code exponential})
 * @param factor by which the rate is multiplied: per {@code every} updates ({@code step}, {@code
 *     exponential}) or after an epoch without a better validation loss ({@code plateau})
 * @param updates over which {@code cosine} falls from the learning rate to {@code minimum}
 * @param minimum share of the learning rate below which no kind goes; warm-up does
 */
public record ScheduleSettings(
    Kind kind, long warmup, long every, double factor, long updates, double minimum)
    implements Serializable {

  /** The rule. */
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
