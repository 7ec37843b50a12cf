package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * What is random during one chunk.
 *
 * @param active whether there is dropout: false in evaluation and generation
 * @param random what it is drawn from
 * @param teacherForcing probability that a decoder reads the true token before a step, and not the
 *     one that it would have put out itself
 */
public record Noise(boolean active, CounterRandom random, double teacherForcing) {
  /** No dropout, and true tokens. */
  public static final Noise NONE = new Noise(false, new CounterRandom(0), 1);

  /** The noise of one chunk of training, with true tokens. */
  public static Noise of(CounterRandom random) {
    return of(random, 1);
  }

  /** The noise of one chunk of training. */
  public static Noise of(CounterRandom random, double teacherForcing) {
    return new Noise(true, random, teacherForcing);
  }
}
