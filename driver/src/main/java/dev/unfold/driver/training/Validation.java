package dev.unfold.driver.training;

import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.driver.training.round.WeightAveraging;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.driver.training.state.ValidationHistory;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.WeightAveragingSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the model of a run on the validation corpus, keeps the best one, applies the plateau
 * schedule and starts the average of the weights when its trigger says so. The parameters from
 * which training continues and the states of the lanes stay as they are.
 *
 * <p>Once there is an average of the weights, it is the model. The parameters themselves are then
 * evaluated for comparison only.
 */
final class Validation {
  private static final Logger LOG = LoggerFactory.getLogger(Validation.class);

  private final ScheduleSettings schedule;
  private final WeightAveragingSettings weights;
  private final Metric metric;
  private final RunEvaluator evaluator;
  private final ModelTemplate template;
  private final RunFiles files;

  Validation(
      UnfoldSettings settings, RunEvaluator evaluator, ModelTemplate template, RunFiles files) {
    schedule = settings.training().schedule();
    weights = settings.averaging().weights();
    metric = settings.evaluation().metric();
    this.evaluator = evaluator;
    this.template = template;
    this.files = files;
  }

  /**
   * A validation.
   *
   * @param state the state after it
   * @param score the score of the model; empty without a validation corpus
   * @param unaveraged that of the parameters without the average of the weights, if there is one
   * @param best whether the model is the best so far
   */
  record Result(
      TrainingState state, Optional<Score> score, Optional<Score> unaveraged, boolean best) {
    Map<String, Double> measures() {
      return score.map(Score::measures).orElse(Map.of());
    }

    Map<String, Double> unaveragedMeasures() {
      return unaveraged.map(Score::measures).orElse(Map.of());
    }

    /** Returns its part of a line of metrics. */
    Map<String, Object> describe() {
      Map<String, Object> values = new LinkedHashMap<>();
      if (score.isPresent()) {
        values.put(ModelTemplate.VALIDATION, score.get().scalars());
        unaveraged.ifPresent(raw -> values.put(ModelTemplate.UNAVERAGED, raw.scalars()));
        values.put("best", best);
      }
      return values;
    }
  }

  /**
   * Validates the model of a state.
   *
   * @param when describes the state, as in {@code epoch 2}
   * @param epochs the number of completed epochs, for the metrics of the model
   */
  Result of(String when, int epochs, TrainingState state) throws IOException {
    Optional<Score> score = evaluator.validate(when, state.exported());
    if (score.isEmpty()) {
      return new Result(state, score, Optional.empty(), false);
    }
    RunCounters counters = state.counters();
    Optional<Score> unaveraged =
        counters.averagedRounds() > 0
            ? evaluator.validate(when + ", unaveraged", state.model().parameters())
            : Optional.empty();
    double value = value(when, score.get());
    ValidationHistory.Best before = counters.validations().best();
    boolean best = !before.exists() || metric.isBetter(value, before.value());
    Result result = new Result(state, score, unaveraged, best);
    ValidationHistory history = counters.validations();
    if (best) {
      keepBest(epochs, result);
      history =
          history.with(
              new ValidationHistory.Best(
                  history.count() + 1, counters.epoch() + 1, counters.round(), value));
    } else {
      history = history.with(before);
    }
    TrainingState after = averaging(when, state, history, plateauScale(counters, best), value);
    return new Result(after, score, unaveraged, best);
  }

  private double value(String when, Score score) throws TrainingException {
    double loss = score.loss().mean();
    if (!Double.isFinite(loss)) {
      throw new UntrainableException(
          "the validation loss of " + when + " is not finite, found " + loss);
    }
    try {
      return metric.in(score.describe());
    } catch (IllegalArgumentException e) {
      throw new UntrainableException("evaluation.metric: " + e.getMessage());
    }
  }

  private double plateauScale(RunCounters counters, boolean best) {
    return best || schedule.kind() != ScheduleSettings.Kind.PLATEAU
        ? counters.plateauScale()
        : Math.max(schedule.minimum(), counters.plateauScale() * schedule.factor());
  }

  private void keepBest(int epochs, Result result) throws IOException {
    TrainingState state = result.state();
    Map<String, Object> metrics = ModelTemplate.metrics(state.counters(), epochs);
    result.score().ifPresent(score -> metrics.put(ModelTemplate.VALIDATION, score.describe()));
    result.unaveraged().ifPresent(raw -> metrics.put(ModelTemplate.UNAVERAGED, raw.describe()));
    files.saveBest(
        state.counters().round(), template.with(state.exported()), metrics, template.provenance());
  }

  /** Returns the state after a validation, whose average starts if the trigger says so. */
  private TrainingState averaging(
      String when, TrainingState state, ValidationHistory history, double scale, double value) {
    RunCounters counters = state.counters();
    long averaged = counters.averagedRounds();
    ValidationHistory next = history;
    if (weights.kind() == WeightAveragingSettings.Kind.ASGD && averaged == 0) {
      int n = weights.trigger();
      if (history.triggers(metric, n, value)) {
        LOG.info(
            "{}: the validation is worse than the best before the last {}; the parameters are"
                + " averaged from now on",
            when,
            n);
        averaged = new WeightAveraging(weights).start(state.model().parameters(), state.averaged());
        next = history.withoutRecent();
      } else {
        next = history.withRecent(metric, n, value);
      }
    }
    return state.withCounters(counters.afterValidation(scale, averaged, next));
  }
}
