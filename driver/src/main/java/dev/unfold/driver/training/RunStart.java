package dev.unfold.driver.training;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that a run starts with: that of its newest checkpoint, or the first one. Only the first
 * one has parameters made for it.
 *
 * @param saved the newest checkpoint, if the run was begun
 * @param lengths that the vectors of a state must have
 * @param first where parameters come from
 */
record RunStart(
    Optional<CheckpointStore.Saved> saved,
    UnfoldSettings settings,
    Network network,
    StateLengths lengths,
    FirstParameters first,
    RunFiles files) {
  /** Users know the run, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  /**
   * Returns the state, safe in a checkpoint.
   *
   * @param corpora counts of the corpora, for the metrics of a run that begins
   * @throws TrainingException if the checkpoint is not one of this run
   */
  TrainingState state(Map<String, Object> corpora) throws IOException {
    return saved.isPresent() ? resume(saved.get()) : begin(corpora);
  }

  private TrainingState resume(CheckpointStore.Saved from) throws IOException {
    lengths.requireOf(files.path(), from.state());
    RunCounters counters = from.state().counters();
    RunCounters.Best best =
        new BestEpoch(settings.evaluation().metric(), files)
            .goOn(counters.best(), from.identity().get(RunIdentity.METRIC));
    return from.state().withCounters(counters.withBest(best));
  }

  private TrainingState begin(Map<String, Object> corpora) throws IOException {
    LOG.info(
        "making the first {} parameters and writing them to the checkpoint of round 0",
        network.parameters().parameterCount());
    TrainingState state = lengths.first(first.make(network, settings.training()));
    files.addMetrics("corpus", state.counters().round(), corpora);
    files.save(state);
    return state;
  }
}
