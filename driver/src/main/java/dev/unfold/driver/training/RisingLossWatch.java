package dev.unfold.driver.training;

import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.AveragingSettings.LearningRateScale;
import dev.unfold.worker.settings.training.ScheduleSettings;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Warns of a run whose loss rises in all shards together, so that none is excluded. The loss has
 * risen if its mean over {@value #ROUNDS} rounds exceeds the lowest such mean by a twentieth and by
 * a quarter of what it had fallen since the first round: parts of a corpus that are harder than
 * others do not raise it as much, and the unit of the loss does not matter. There is one warning
 * for each rise.
 */
final class RisingLossWatch implements TrainingListener {
  private static final int ROUNDS = 5;
  private static final double OF_LOWEST = 0.05;
  private static final double OF_FALL = 0.25;

  private final UnfoldSettings settings;
  private final Consumer<String> warning;
  private final double[] losses = new double[ROUNDS];
  private int rounds;
  private double first;
  private double lowest = Double.POSITIVE_INFINITY;
  private long lowestRound;
  private boolean rising;

  /**
   * @param warning receives each warning
   */
  RisingLossWatch(UnfoldSettings settings, Consumer<String> warning) {
    this.settings = settings;
    this.warning = warning;
  }

  @Override
  public void roundFinished(RoundSummary summary) {
    first = rounds == 0 ? summary.loss() : first;
    losses[rounds++ % ROUNDS] = summary.loss();
    if (rounds < ROUNDS) {
      return;
    }
    double mean = mean();
    if (mean < lowest) {
      lowest = mean;
      lowestRound = summary.round();
    }
    double limit = lowest * (1 + OF_LOWEST) + OF_FALL * Math.max(0, first - lowest);
    if (mean > limit && !rising) {
      warning.accept(message(summary, mean));
    }
    rising = mean > limit;
  }

  private double mean() {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / ROUNDS;
  }

  private String message(RoundSummary summary, double mean) {
    String rises =
        String.format(
            Locale.ROOT,
            "round %d: the mean training loss of the last %d rounds has risen to %.4g, from %.4g at"
                + " round %d, in the average of all shards, none of which stands out; the learning"
                + " rate of %.4g is probably too high: lower training.optimizer.learning-rate",
            summary.round(),
            ROUNDS,
            mean,
            lowest,
            lowestRound,
            summary.learningRate());
    return rises + scale() + warmup();
  }

  private String scale() {
    LearningRateScale scale = settings.averaging().scaleLearningRate();
    int shards = settings.training().shards();
    return scale == LearningRateScale.NONE || shards == 1
        ? ""
        : ", which averaging.scale-learning-rate = "
            + scale.name().toLowerCase(Locale.ROOT)
            + " multiplies for "
            + shards
            + " shards";
  }

  private String warmup() {
    ScheduleSettings schedule = settings.training().schedule();
    return schedule.warmup() > 0 || schedule.kind() == ScheduleSettings.Kind.ONE_CYCLE
        ? ""
        : ", or set training.schedule.warmup";
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    // Losses of validation are in the log, and schedules and patience depend on them.
  }
}
