package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;

/**
 * How a network runs over a chunk: with or without dropout, and with true or its own previous
 * outputs.
 *
 * @param dropout whether dropout is applied, which is the case in training only
 * @param random the source of the random numbers of dropout, scheduled sampling and negatives
 * @param teacherForcing the probability that a network which reads its previous output reads the
 *     true one at a step instead of its own
 */
public record ForwardMode(boolean dropout, CounterRandom random, double teacherForcing) {
  /** The random substream of scheduled sampling; the substreams of dropout layers count from 0. */
  private static final long COIN_STREAM = -1;

  /** The random substream of the negatives of a sampled softmax. */
  private static final long NEGATIVE_STREAM = -2;

  /** The random substream of the first parameter; lower numbers belong to further parameters. */
  private static final long FIRST_PARAMETER_STREAM = -3;

  /** Without dropout and with the true previous outputs. */
  public static final ForwardMode TEACHER_FORCED = new ForwardMode(false, new CounterRandom(0), 1);

  /** Without dropout and with the network's own outputs. */
  public static final ForwardMode FREE_RUNNING = new ForwardMode(false, new CounterRandom(0), 0);

  /** Returns the mode of one chunk of training, with the true previous outputs. */
  public static ForwardMode training(CounterRandom random) {
    return training(random, 1);
  }

  /** Returns the mode of one chunk of training. */
  public static ForwardMode training(CounterRandom random, double teacherForcing) {
    return new ForwardMode(true, random, teacherForcing);
  }

  /** Returns the random substream of what is dropped of a tensor, which no other one has. */
  public static long streamOf(ParameterTensor tensor) {
    return FIRST_PARAMETER_STREAM - tensor.offset();
  }

  /** Returns the random numbers of scheduled sampling, one for each position of the chunk. */
  public CounterRandom coins() {
    return random.derive(COIN_STREAM);
  }

  /** Returns the random numbers from which the negatives of the chunk are drawn. */
  public CounterRandom negatives() {
    return random.derive(NEGATIVE_STREAM);
  }
}
