package dev.unfold.worker.optimizer;

import dev.unfold.worker.settings.training.ScheduleSettings;

/**
 * The factor of the learning rate at an update of the run, from warm-up and schedule.
 *
 * <p>{@code plateau} depends on validation losses, which a worker does not know, so the driver
 * scales the learning rate itself.
 */
public record LearningRateSchedule(ScheduleSettings settings) {
  /**
   * The factor of the learning rate.
   *
   * @param updates the number of true updates of the run before this one
   */
  public double factor(long updates) {
    return warmup(updates) * Math.max(settings.minimum(), decay(updates));
  }

  private double warmup(long updates) {
    return Math.min(1, (updates + 1.0) / Math.max(1, settings.warmup()));
  }

  private double decay(long updates) {
    return switch (settings.kind()) {
      case CONSTANT, PLATEAU -> 1;
      case STEP -> StrictMath.pow(settings.factor(), stepsAt(updates));
      case EXPONENTIAL -> StrictMath.pow(settings.factor(), (double) updates / settings.every());
      case COSINE -> cosine(Math.min(1, (double) updates / settings.updates()));
    };
  }

  private double stepsAt(long updates) {
    return Math.floorDiv(updates, settings.every());
  }

  /**
   * Returns the factor that falls from 1 to the minimum along half a cosine (Loshchilov and Hutter
   * 2017, arXiv 1608.03983).
   */
  private double cosine(double progress) {
    double share = (1 + StrictMath.cos(Math.PI * progress)) / 2;
    return settings.minimum() + (1 - settings.minimum()) * share;
  }
}
