package dev.unfold.driver.training;

import dev.unfold.driver.training.outcome.DivergedException;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.round.OuterOptimizer;
import dev.unfold.driver.training.round.RoundMetrics;
import dev.unfold.driver.training.round.RoundResult;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.driver.training.round.RoundRunner;
import dev.unfold.driver.training.round.RoundTimes;
import dev.unfold.driver.training.round.WeightAveraging;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.RoundPlan;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.AveragingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains round after round: every shard trains from the same parameters, the results are averaged,
 * and the outer step is taken. At the end of an epoch, and at intervals if that is set, the model
 * is validated; checkpoints are written at intervals and after each validation.
 */
final class TrainingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
  private static final double NANOS = 1e9;

  /**
   * How long to wait for Spark's listener events of a round; later events are dropped from the
   * metrics.
   */
  private static final Duration LISTENER_TIMEOUT = Duration.ofMillis(100);

  private final UnfoldSettings settings;
  private final RoundRunner rounds;
  private final OuterOptimizer outer;
  private final WeightAveraging weights;
  private final Evaluations evaluations;
  private final RunFiles files;
  private final TrainingListener listener;
  private TrainingState state;
  private long savedRound;

  /** The round, shard and reason of the last exclusion since the loop began. */
  private String lastExclusion = "an earlier call";

  TrainingLoop(
      UnfoldSettings settings,
      RoundRunner rounds,
      Evaluations evaluations,
      RunFiles files,
      TrainingListener listener) {
    this.settings = settings;
    this.rounds = rounds;
    this.evaluations = evaluations;
    this.files = files;
    this.listener = listener;
    outer = new OuterOptimizer(settings.averaging().outer(), settings.training().shards());
    weights = new WeightAveraging(settings.averaging().weights());
  }

  /**
   * Trains until the run is done or a stop is requested.
   *
   * @param start the state to start from, which is saved in a checkpoint
   * @param stop checked before every round
   * @return the last state, which is saved in a checkpoint
   */
  TrainingState run(TrainingState start, BooleanSupplier stop) throws IOException {
    state = start;
    savedRound = start.counters().round();
    while (done(state.counters()).isEmpty() && !stop.getAsBoolean()) {
      trainRound();
      boolean endOfEpoch = state.counters().chunk() == rounds.chunksOf(state.counters().epoch());
      boolean validated = !endOfEpoch && validationIsDue();
      if (endOfEpoch) {
        requireTrained(state.counters());
        state = evaluations.finishEpoch(state);
      } else if (validated) {
        state = evaluations.validate(state);
      }
      if (endOfEpoch || validated || checkpointIsDue()) {
        save();
      }
    }
    if (savedRound < state.counters().round()) {
      save();
    }
    return state;
  }

  /** Returns why the run is complete; empty if it is not. */
  Optional<RunEnd.Reason> done(RunCounters counters) {
    TrainingSettings training = settings.training();
    if (counters.epoch() >= training.epochs()) {
      return Optional.of(RunEnd.Reason.ALL_EPOCHS);
    }
    if (training.maxRounds() > 0 && counters.round() >= training.maxRounds()) {
      return Optional.of(RunEnd.Reason.MAX_ROUNDS);
    }
    return training.patience() > 0 && counters.validations().sinceBest() >= training.patience()
        ? Optional.of(RunEnd.Reason.NO_IMPROVEMENT)
        : Optional.empty();
  }

  private void trainRound() throws IOException {
    long startedMillis = System.currentTimeMillis();
    long started = System.nanoTime();
    RoundPlan plan = plan(state.counters());
    RoundResult result = rounds.run(plan, startOfRound(), state.carries());
    requireAnyIncluded(result);
    float[] momentum = state.momentum().clone();
    boolean trained = result.trainedTargets() > 0;
    ModelState model = trained ? step(result.average(), momentum) : state.model();
    long averaged = state.counters().averagedRounds();
    averaged = trained ? weights.add(model.parameters(), state.averaged(), averaged) : averaged;
    double seconds = (System.nanoTime() - started) / NANOS;
    Optional<RoundTimes> times =
        rounds
            .times(LISTENER_TIMEOUT)
            .map(job -> RoundTimes.of(job, startedMillis, seconds, result.metrics()));
    RoundMetrics metrics = RoundMetrics.of(plan.chunks(), result.shards(), seconds);
    state =
        new TrainingState(
            state.counters().afterRound(metrics, averaged),
            model,
            momentum,
            state.averaged(),
            result.carries());
    report(metrics, times);
  }

  private ModelState step(ModelState average, float[] momentum) throws TrainingException {
    float[] parameters =
        outer.step(
            state.counters().round(), state.model().parameters(), average.parameters(), momentum);
    requireFinite(parameters);
    return new ModelState(parameters, average.optimizer());
  }

  private RoundPlan plan(RunCounters counters) {
    long left = rounds.chunksOf(counters.epoch()) - counters.chunk();
    int chunks = (int) Math.min(settings.averaging().interval(), left);
    return new RoundPlan(
        counters.round(),
        counters.epoch(),
        counters.chunk(),
        chunks,
        counters.updates(),
        keepsOptimizerState() ? counters.updates() : 0,
        learningRate(counters));
  }

  private boolean keepsOptimizerState() {
    return settings.averaging().optimizerState() == AveragingSettings.OptimizerState.AVERAGE;
  }

  /** Returns the learning rate before warm-up and schedule. */
  private double learningRate(RunCounters counters) {
    TrainingSettings training = settings.training();
    double scale = settings.averaging().scaleLearningRate().factor(training.shards());
    return training.optimizer().learningRate() * scale * counters.plateauScale();
  }

  private ModelState startOfRound() {
    return keepsOptimizerState() ? state.model() : state.model().withZeroOptimizer();
  }

  /** Logs the shards that are excluded from the average, and throws if none is left. */
  private void requireAnyIncluded(RoundResult result) throws TrainingException {
    List<ShardOutcome> excluded = result.shards().stream().filter(ShardOutcome::excluded).toList();
    for (ShardOutcome shard : excluded) {
      LOG.warn(
          "round {}: shard {} is excluded from the average: {}; its {} targets are excluded, its"
              + " recurrent state is reset to zero",
          state.counters().round() + 1,
          shard.index(),
          shard.exclusion(),
          shard.metrics().targets());
    }
    if (result.allExcluded()) {
      throw divergedRound("all shards are excluded from the average; " + reason(excluded.get(0)));
    }
    if (!excluded.isEmpty()) {
      lastExclusion = "round " + (state.counters().round() + 1) + ", " + reason(excluded.get(0));
    }
  }

  private static String reason(ShardOutcome excluded) {
    return "shard " + excluded.index() + ": " + excluded.exclusion();
  }

  /** Throws if every target of an epoch was that of an excluded shard. */
  private void requireTrained(RunCounters counters) throws TrainingException {
    if (counters.epochTargets() == 0) {
      throw diverged(
          "expected trained targets in epoch "
              + (counters.epoch() + 1)
              + ", found only those of shards that were excluded from the averages, the last in "
              + lastExclusion);
    }
  }

  private void requireFinite(float[] parameters) throws TrainingException {
    if (!NonFiniteValue.allFinite(parameters)) {
      throw divergedRound("a parameter is not finite after the outer step");
    }
  }

  private TrainingException divergedRound(String what) {
    return diverged("round " + (state.counters().round() + 1) + ": " + what);
  }

  private TrainingException diverged(String what) {
    return new DivergedException(what, savedRound);
  }

  private void report(RoundMetrics metrics, Optional<RoundTimes> times) throws IOException {
    RunCounters counters = state.counters();
    double targetsPerSecond = metrics.targets() / metrics.seconds();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", counters.epoch() + 1);
    line.put("chunk", counters.chunk());
    line.put("updates", counters.updates());
    line.putAll(metrics.describe());
    times.ifPresent(phases -> line.put("time", phases.describe()));
    files.addMetrics("round", counters.round(), line);
    if (metrics.targets() == 0) {
      return; // steps of long examples before their targets: nothing to report
    }
    listener.roundFinished(
        new RoundSummary(
            counters.round(),
            counters.epoch() + 1,
            settings.training().epochs(),
            counters.chunk(),
            rounds.chunksOf(counters.epoch()),
            metrics.meanLoss(),
            metrics.targets(),
            metrics.excluded().shards().size(),
            counters.excludedTargets(),
            metrics.learningRate(),
            metrics.gradientNorm(),
            targetsPerSecond));
  }

  private boolean validationIsDue() {
    int every = settings.evaluation().everyRounds();
    return every > 0 && state.counters().round() % every == 0;
  }

  private boolean checkpointIsDue() {
    return state.counters().round() - savedRound >= settings.checkpoint().everyRounds();
  }

  private void save() throws IOException {
    files.save(state);
    savedRound = state.counters().round();
  }
}
