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
   * Returns the factor of the learning rate.
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
      case COSINE -> anneal(1, settings.minimum(), (double) updates / settings.updates());
      case WARM_RESTARTS -> anneal(1, settings.minimum(), progressSinceRestart(updates));
      case ONE_CYCLE -> oneCycle(updates);
    };
  }

  private double stepsAt(long updates) {
    return Math.floorDiv(updates, settings.every());
  }

  /**
   * Returns the fraction of its period at which an update is (Loshchilov and Hutter 2017, arXiv
   * 1608.03983, as PyTorch's CosineAnnealingWarmRestarts): period i has updates · growthⁱ updates.
   */
  private double progressSinceRestart(long updates) {
    long period = settings.updates();
    long since = updates;
    if (settings.growth() == 1) {
      since %= period;
    }
    while (since >= period) {
      since -= period;
      period *= settings.growth();
    }
    return (double) since / period;
  }

  /**
   * Returns the factor that rises from the start to 1 and then falls to the minimum, which the last
   * update of the cycle has (Smith and Topin 2018, arXiv 1708.07120, as PyTorch's OneCycleLR).
   */
  private double oneCycle(long updates) {
    double top = Math.max(0, settings.rise() * settings.updates() - 1);
    double last = settings.updates() - 1.0;
    return updates < top
        ? anneal(settings.start(), 1, updates / top)
        : anneal(1, settings.minimum(), (updates - top) / (last - top));
  }

  /**
   * Returns a value on the way between two others along half a cosine.
   *
   * @param progress the fraction of the way; above 1 as at 1
   */
  private static double anneal(double from, double to, double progress) {
    double share = (1 + StrictMath.cos(Math.PI * Math.min(1, progress))) / 2;
    return to + (from - to) * share;
  }
}
