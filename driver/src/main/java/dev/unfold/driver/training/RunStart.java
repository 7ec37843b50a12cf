package dev.unfold.driver.training;

import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.StateLengths;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.driver.training.state.ValidationHistory;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state with which a run starts: that of its newest checkpoint or, for a new run, the initial
 * one. Parameters are created only for the initial one.
 *
 * @param saved the newest checkpoint, if the run was started before
 * @param lengths the required lengths of the vectors of a state
 * @param initial the source of the initial parameters
 */
record RunStart(
    Optional<CheckpointStore.Saved> saved,
    UnfoldSettings settings,
    Network network,
    StateLengths lengths,
    InitialParameters initial,
    RunFiles files) {
  private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);

  /**
   * Returns the state, which is saved in a checkpoint.
   *
   * @param corpora the counts of the corpora, for the metrics of a new run
   * @throws TrainingException if the checkpoint does not belong to this run
   */
  TrainingState state(Map<String, Object> corpora) throws IOException {
    return saved.isPresent() ? resume(saved.get()) : start(corpora);
  }

  private TrainingState resume(CheckpointStore.Saved from) throws IOException {
    lengths.requireOf(files.path(), from.state());
    RunCounters counters = from.state().counters();
    ValidationHistory validations =
        new BestValidation(settings, files).resume(counters.validations(), from.identity());
    return from.state().withCounters(counters.withValidations(validations));
  }

  private TrainingState start(Map<String, Object> corpora) throws IOException {
    LOG.info(
        "initializing {} parameters and writing them to the checkpoint of round 0",
        network.parameters().parameterCount());
    TrainingState state = lengths.initialState(initial.create(network, settings.training()));
    files.addMetrics("corpus", state.counters().round(), corpora);
    files.save(state);
    return state;
  }
}
