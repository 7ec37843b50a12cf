package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * The randomness of one chunk: dropout and scheduled sampling.
 *
 * @param active whether dropout is applied, which is not the case in evaluation and generation
 * @param random the source of random numbers
 * @param teacherForcing the probability that a decoder reads the true previous token at a step
 *     instead of its own prediction
 */
public record ChunkNoise(boolean active, CounterRandom random, double teacherForcing) {
  /** The noise without dropout and with the true tokens. */
  public static final ChunkNoise NONE = new ChunkNoise(false, new CounterRandom(0), 1);

  /** Returns the noise of one chunk of training, with the true tokens. */
  public static ChunkNoise of(CounterRandom random) {
    return of(random, 1);
  }

  /** Returns the noise of one chunk of training. */
  public static ChunkNoise of(CounterRandom random, double teacherForcing) {
    return new ChunkNoise(true, random, teacherForcing);
  }
}
