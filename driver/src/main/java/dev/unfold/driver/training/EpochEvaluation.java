package dev.unfold.driver.training;

import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Ends an epoch: evaluates the model on the validation corpus, keeps the best model, applies the
 * plateau schedule and resets the state of every lane.
 */
final class EpochEvaluation {
  private final ScheduleSettings schedule;
  private final Metric metric;
  private final RunEvaluator validation;
  private final ModelTemplate template;
  private final RunFiles files;
  private final TrainingListener listener;

  EpochEvaluation(
      UnfoldSettings settings,
      RunEvaluator validation,
      ModelTemplate template,
      RunFiles files,
      TrainingListener listener) {
    schedule = settings.training().schedule();
    metric = settings.evaluation().metric();
    this.validation = validation;
    this.template = template;
    this.files = files;
    this.listener = listener;
  }

  TrainingState finish(TrainingState state) throws IOException {
    RunCounters counters = state.counters();
    int epoch = counters.epoch() + 1;
    Optional<Score> score = validation.afterEpoch(epoch, state.model().parameters());
    OptionalDouble value = value(epoch, score);
    boolean best = value.isPresent() && isBest(value.getAsDouble(), counters.best());
    report(counters, score, best);
    RunCounters.Best bestSoFar =
        best ? new RunCounters.Best(epoch, value.getAsDouble()) : counters.best();
    if (best) {
      keepBest(epoch, state, score);
    }
    boolean plateau =
        score.isPresent() && !best && schedule.kind() == ScheduleSettings.Kind.PLATEAU;
    double scale =
        plateau
            ? Math.max(schedule.minimum(), counters.plateauScale() * schedule.factor())
            : counters.plateauScale();
    return state.withCounters(counters.afterEpoch(scale, bestSoFar)).withZeroCarries();
  }

  private OptionalDouble value(int epoch, Optional<Score> score) throws TrainingException {
    if (score.isEmpty()) {
      return OptionalDouble.empty();
    }
    double loss = score.get().loss().mean();
    if (!Double.isFinite(loss)) {
      throw new UntrainableException(
          "the validation loss of epoch " + epoch + " is not finite, found " + loss);
    }
    try {
      return OptionalDouble.of(metric.in(score.get().describe()));
    } catch (IllegalArgumentException e) {
      throw new UntrainableException("evaluation.metric: " + e.getMessage());
    }
  }

  private boolean isBest(double value, RunCounters.Best bestSoFar) {
    return !bestSoFar.exists() || metric.isBetter(value, bestSoFar.value());
  }

  private void keepBest(int epoch, TrainingState state, Optional<Score> score) throws IOException {
    Model kept = template.with(state.model().parameters());
    Map<String, ?> metrics = ModelTemplate.metrics(state.counters(), epoch, score);
    files.saveBest(epoch, kept, metrics, template.provenance());
  }

  private void report(RunCounters counters, Optional<Score> score, boolean best)
      throws IOException {
    double trainLoss = counters.epochLoss() / counters.epochTargets();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", counters.epoch() + 1);
    line.put("trainLoss", trainLoss);
    line.put("targets", counters.epochTargets());
    if (score.isPresent()) {
      line.put("validation", score.get().scalars());
      line.put("best", best);
    }
    line.put("learningRate", counters.learningRate());
    line.put("seconds", counters.epochSeconds());
    files.addMetrics("epoch", counters.round(), line);
    listener.epochFinished(
        new EpochSummary(
            counters.epoch() + 1,
            counters.round(),
            trainLoss,
            score.map(Score::measures).orElse(Map.of()),
            counters.learningRate(),
            counters.excludedTargets(),
            best,
            counters.epochSeconds()));
  }
}
