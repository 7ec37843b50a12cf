package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ModelState;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The whole truth of a run between two rounds.
 *
 * @param counters where the run stands
 * @param model parameters and optimizer memory
 * @param momentum of the outer step; empty where there is none
 * @param carries of the shards, in their order
 */
record TrainingState(Counters counters, ModelState model, float[] momentum, List<float[]> carries) {
  TrainingState {
    carries = List.copyOf(carries);
  }

  /**
   * Compares the lengths of all vectors.
   *
   * @param where this state was found
   * @throws TrainingException if they are not those of the other
   */
  void requireLengthsOf(String where, TrainingState other) throws TrainingException {
    if (!lengths().equals(other.lengths())) {
      throw new TrainingException(
          where
              + ": the newest checkpoint is damaged or of another network: expected parameters, optimizer,"
              + " momentum and recurrent states of "
              + other.lengths()
              + " floats, found "
              + lengths());
    }
  }

  private List<Integer> lengths() {
    IntStream ofModel =
        IntStream.of(model.parameters().length, model.optimizer().length, momentum.length);
    IntStream ofCarries = carries.stream().mapToInt(carry -> carry.length);
    return IntStream.concat(ofModel, ofCarries).boxed().toList();
  }

  TrainingState withCounters(Counters next) {
    return new TrainingState(next, model, momentum, carries);
  }

  /** With the state of every lane zero, as at the start of an epoch. */
  TrainingState withZeroCarries() {
    List<float[]> zeros = carries.stream().map(carry -> new float[carry.length]).toList();
    return new TrainingState(counters, model, momentum, zeros);
  }
}
