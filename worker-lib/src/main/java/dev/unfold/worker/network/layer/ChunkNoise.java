package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * The randomness of one chunk: dropout and scheduled sampling.
 *
 * @param active whether there is dropout: false in evaluation and generation
 * @param random what it is drawn from
 * @param teacherForcing probability that a decoder reads the true token before a step, and not the
 *     one that it would have put out itself
 */
public record ChunkNoise(boolean active, CounterRandom random, double teacherForcing) {
  /** No dropout, and always the true tokens. */
  public static final ChunkNoise NONE = new ChunkNoise(false, new CounterRandom(0), 1);

  /** The noise of one chunk of training, with true tokens. */
  public static ChunkNoise of(CounterRandom random) {
    return of(random, 1);
  }

  /** The noise of one chunk of training. */
  public static ChunkNoise of(CounterRandom random, double teacherForcing) {
    return new ChunkNoise(true, random, teacherForcing);
  }
}
