package dev.unfold.worker.bptt;

import dev.unfold.worker.settings.training.TeacherForcingSettings;

/** The schedule of the probability that a network reads its true previous output. */
final class TeacherForcingSchedule {
  private final TeacherForcingSettings settings;

  TeacherForcingSchedule(TeacherForcingSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the probability at an update.
   *
   * @param update the update of the run, from 0
   */
  double probability(long update) {
    double min = settings.probability();
    double k = settings.updates();
    return switch (settings.schedule()) {
      case ALWAYS -> 1;
      case CONSTANT -> min;
      case LINEAR -> Math.max(min, 1 - (1 - min) * update / k);
      case INVERSE_SIGMOID -> Math.max(min, k / (k + StrictMath.exp(update / k)));
    };
  }
}
