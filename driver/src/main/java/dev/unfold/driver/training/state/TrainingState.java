package dev.unfold.driver.training.state;

import dev.unfold.worker.bptt.ModelState;
import java.util.List;

/**
 * The complete state of a run between two rounds.
 *
 * @param counters the progress of the run
 * @param model the parameters and the optimizer state
 * @param momentum the momentum of the outer optimizer; empty if there is none
 * @param averaged the average of the parameters over rounds; empty if there is none, and
 *     meaningless before its first round
 * @param carries the carries in the order of the shards
 */
public record TrainingState(
    RunCounters counters,
    ModelState model,
    float[] momentum,
    float[] averaged,
    List<float[]> carries) {
  public TrainingState {
    carries = List.copyOf(carries);
  }

  public TrainingState withCounters(RunCounters next) {
    return new TrainingState(next, model, momentum, averaged, carries);
  }

  /** Returns a copy in which the state of every lane is zero, as at the start of an epoch. */
  public TrainingState withZeroCarries() {
    List<float[]> zeros = carries.stream().map(carry -> new float[carry.length]).toList();
    return new TrainingState(counters, model, momentum, averaged, zeros);
  }

  /**
   * Returns the parameters of the model that the run has trained: their average, once it exists.
   */
  public float[] exported() {
    return counters.averagedRounds() > 0 ? averaged : model.parameters();
  }
}
