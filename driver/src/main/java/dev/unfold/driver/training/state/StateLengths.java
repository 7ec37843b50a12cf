package dev.unfold.driver.training.state;

import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.round.OuterOptimizer;
import dev.unfold.driver.training.round.WeightAveraging;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lengths of all vectors of a run's {@link TrainingState}, computed without creating one.
 *
 * @param parameters the number of parameters
 * @param optimizer the length of the optimizer state
 * @param momentum the length of the outer optimizer's momentum
 * @param averaged the length of the average of the parameters over rounds
 * @param carry the length of the recurrent states of a shard
 * @param shards the number of shards, W
 */
public record StateLengths(
    int parameters, int optimizer, int momentum, int averaged, int carry, int shards) {
  /**
   * Returns the lengths that follow from the settings and the network.
   *
   * @param batch the number of lanes of a shard
   * @param shards the number of shards, W
   */
  public static StateLengths of(UnfoldSettings settings, Network network, int batch, int shards) {
    TrainingSettings training = settings.training();
    int parameters = network.parameters().length();
    return new StateLengths(
        parameters,
        Optimizer.slots(training.optimizer(), training.clip()) * parameters,
        new OuterOptimizer(settings.averaging().outer(), shards).momentumLength(parameters),
        new WeightAveraging(settings.averaging().weights()).length(parameters),
        Math.toIntExact(batch * network.carry().width()),
        shards);
  }

  /**
   * Compares the vectors of a state with these lengths.
   *
   * @param where the location of the state, for messages
   * @throws TrainingException if a length differs
   */
  public void requireOf(String where, TrainingState state) throws TrainingException {
    List<Integer> expected = all();
    List<Integer> actual = lengthsOf(state);
    if (!actual.equals(expected)) {
      throw new TrainingException(
          where
              + ": the newest checkpoint is damaged or belongs to another network: expected parameters,"
              + " optimizer, momentum, average and recurrent states of "
              + expected
              + " floats, found "
              + actual);
    }
  }

  /** Returns the state of a run before its first round. */
  public TrainingState initialState(ModelState model) {
    return new TrainingState(
        RunCounters.ZERO,
        model,
        new float[momentum],
        new float[averaged],
        Collections.nCopies(shards, new float[carry]));
  }

  /**
   * Returns the bytes that a round sends to the driver: the recurrent states, and all models or
   * their average.
   *
   * @param maxBytesOnDriver the maximum size of all models together for averaging on the driver
   */
  public long resultBytes(long maxBytesOnDriver) {
    long model = ((long) parameters + optimizer) * Float.BYTES;
    long models = model * shards;
    long carries = (long) shards * carry * Float.BYTES;
    return carries + (models > maxBytesOnDriver ? model : models);
  }

  private List<Integer> all() {
    IntStream ofModel = IntStream.of(parameters, optimizer, momentum, averaged);
    return IntStream.concat(ofModel, IntStream.range(0, shards).map(shard -> carry))
        .boxed()
        .toList();
  }

  private static List<Integer> lengthsOf(TrainingState state) {
    IntStream ofModel =
        IntStream.of(
            state.model().parameters().length,
            state.model().optimizer().length,
            state.momentum().length,
            state.averaged().length);
    IntStream ofCarries = state.carries().stream().mapToInt(carry -> carry.length);
    return IntStream.concat(ofModel, ofCarries).boxed().toList();
  }
}
