package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ModelState;
import java.util.List;

/**
 * The whole truth of a run between two rounds.
 *
 * @param counters where the run stands
 * @param model parameters and optimizer memory
 * @param momentum of the outer step; empty where there is none
 * @param carries of the shards, in their order
 */
record TrainingState(
    RunCounters counters, ModelState model, float[] momentum, List<float[]> carries) {
  TrainingState {
    carries = List.copyOf(carries);
  }

  TrainingState withCounters(RunCounters next) {
    return new TrainingState(next, model, momentum, carries);
  }

  /** Returns a copy in which the state of every lane is zero, as at the start of an epoch. */
  TrainingState withZeroCarries() {
    List<float[]> zeros = carries.stream().map(carry -> new float[carry.length]).toList();
    return new TrainingState(counters, model, momentum, zeros);
  }
}
