package dev.unfold.driver.training;

import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Validates the model within an epoch and at its end, and reports both. The end of an epoch also
 * resets the state of every lane.
 *
 * @param validation evaluates the model, keeps the best one and applies the plateau schedule
 */
record Evaluations(Validation validation, RunFiles files, TrainingListener listener) {
  /** Validates within an epoch; the states of the lanes stay as they are. */
  TrainingState validate(TrainingState state) throws IOException {
    RunCounters counters = state.counters();
    int epoch = counters.epoch() + 1;
    Validation.Result result = validation.of("round " + counters.round(), counters.epoch(), state);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("chunk", counters.chunk());
    line.putAll(result.describe());
    line.put("learningRate", counters.learningRate());
    files.addMetrics("validation", counters.round(), line);
    listener.validationFinished(
        new ValidationSummary(
            epoch,
            counters.round(),
            result.measures(),
            result.unaveragedMeasures(),
            counters.learningRate(),
            result.best()));
    return result.state();
  }

  /** Ends an epoch. */
  TrainingState finishEpoch(TrainingState state) throws IOException {
    RunCounters counters = state.counters();
    int epoch = counters.epoch() + 1;
    Validation.Result result = validation.of("epoch " + epoch, epoch, state);
    double trainLoss = counters.epochLoss() / counters.epochTargets();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("trainLoss", trainLoss);
    line.put("targets", counters.epochTargets());
    line.putAll(result.describe());
    line.put("learningRate", counters.learningRate());
    line.put("seconds", counters.epochSeconds());
    files.addMetrics("epoch", counters.round(), line);
    listener.epochFinished(
        new EpochSummary(
            epoch,
            counters.round(),
            trainLoss,
            result.measures(),
            result.unaveragedMeasures(),
            counters.learningRate(),
            counters.excludedTargets(),
            result.best(),
            counters.epochSeconds()));
    TrainingState after = result.state();
    return after.withCounters(after.counters().afterEpoch()).withZeroCarries();
  }
}
