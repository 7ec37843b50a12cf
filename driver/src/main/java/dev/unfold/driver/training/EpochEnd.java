package dev.unfold.driver.training;

import dev.unfold.driver.model.Model;
import dev.unfold.worker.evaluation.Loss;
import dev.unfold.worker.settings.ScheduleSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What happens when every target of the corpus was trained once more: validation, keeping the best,
 * the plateau schedule; then every lane starts from zero again.
 */
final class EpochEnd {
  private final ScheduleSettings schedule;
  private final Validation validation;
  private final ModelParts model;
  private final RunFiles files;
  private final TrainingListener listener;

  EpochEnd(
      ScheduleSettings schedule,
      Validation validation,
      ModelParts model,
      RunFiles files,
      TrainingListener listener) {
    this.schedule = schedule;
    this.validation = validation;
    this.model = model;
    this.files = files;
    this.listener = listener;
  }

  TrainingState finish(TrainingState state) throws IOException {
    Counters counters = state.counters();
    int epoch = counters.epoch() + 1;
    Optional<Loss> loss = validation.afterEpoch(epoch, state.model().parameters());
    if (loss.isPresent() && !Double.isFinite(loss.get().mean())) {
      throw new TrainingException(
          "the validation loss of epoch " + epoch + " is not finite, found " + loss.get().mean());
    }
    boolean best = loss.isPresent() && loss.get().mean() < counters.best().loss();
    report(counters, loss, best);
    Counters.Best bestSoFar = best ? new Counters.Best(epoch, loss.get().mean()) : counters.best();
    if (best) {
      keepBest(epoch, state, loss.get());
    }
    boolean plateau = loss.isPresent() && !best && schedule.kind() == ScheduleSettings.Kind.PLATEAU;
    double scale =
        plateau
            ? Math.max(schedule.minimum(), counters.plateauScale() * schedule.factor())
            : counters.plateauScale();
    return state.withCounters(counters.afterEpoch(scale, bestSoFar)).withZeroCarries();
  }

  private void keepBest(int epoch, TrainingState state, Loss loss) throws IOException {
    Model kept = model.with(state.model().parameters());
    Map<String, ?> figures = ModelParts.figures(state.counters(), epoch, Optional.of(loss));
    files.saveBest(epoch, kept, figures, model.provenance());
  }

  private void report(Counters counters, Optional<Loss> loss, boolean best) throws IOException {
    double trainLoss = counters.epochLoss() / counters.epochTargets();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", counters.epoch() + 1);
    line.put("trainLoss", trainLoss);
    line.put("targets", counters.epochTargets());
    loss.ifPresent(
        found -> {
          line.put("validationLoss", found.mean());
          line.put("validationPerplexity", found.perplexity());
          line.put("best", best);
        });
    line.put("learningRate", counters.learningRate());
    line.put("seconds", counters.epochSeconds());
    files.addMetrics("epoch", counters.round(), line);
    listener.epochFinished(
        new EpochReport(
            counters.epoch() + 1,
            trainLoss,
            loss.map(Loss::mean).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            counters.learningRate(),
            counters.excludedTargets(),
            best,
            counters.epochSeconds()));
  }
}
