package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * What dropout draws from during one chunk.
 *
 * @param active false in evaluation and generation
 */
public record Noise(boolean active, CounterRandom random) {
  /** No dropout. */
  public static final Noise NONE = new Noise(false, new CounterRandom(0));

  /** The noise of one chunk of training. */
  public static Noise of(CounterRandom random) {
    return new Noise(true, random);
  }
}
