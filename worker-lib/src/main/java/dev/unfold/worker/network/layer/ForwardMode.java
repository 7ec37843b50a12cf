package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * The randomness of one chunk: dropout and scheduled sampling.
 *
 * @param active whether dropout is applied, which is not the case in evaluation and generation
 * @param random the source of random numbers
 * @param teacherForcing the probability that a network which reads its previous output reads the
 *     true one at a step instead of its own
 */
public record ChunkNoise(boolean active, CounterRandom random, double teacherForcing) {
  /** The random substream of scheduled sampling; the substreams of dropout count from 0. */
  private static final long COIN_STREAM = -1;

  /** The noise without dropout and with the true previous outputs. */
  public static final ChunkNoise NONE = new ChunkNoise(false, new CounterRandom(0), 1);

  /** The noise without dropout and with the network's own outputs. */
  public static final ChunkNoise FREE_RUNNING = new ChunkNoise(false, new CounterRandom(0), 0);

  /** Returns the noise of one chunk of training, with the true previous outputs. */
  public static ChunkNoise of(CounterRandom random) {
    return of(random, 1);
  }

  /** Returns the noise of one chunk of training. */
  public static ChunkNoise of(CounterRandom random, double teacherForcing) {
    return new ChunkNoise(true, random, teacherForcing);
  }

  /** Returns the random numbers of scheduled sampling, one for each position of the chunk. */
  public CounterRandom coins() {
    return random.derive(COIN_STREAM);
  }
}
