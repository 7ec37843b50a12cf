package dev.unfold.worker.sequence;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.training.RandomStepSettings;
import java.util.Arrays;

/**
 * Chunks of random length (Merity, Keskar and Socher 2018, arXiv 1708.02182, section 5): the number
 * of steps of a chunk is drawn from a normal distribution whose mean is T or, with a probability, T
 * / 2. Otherwise the same tokens would be at the end of a chunk in every epoch, and the gradient of
 * a token would always reach back equally far.
 *
 * <p>A length is rounded, is at least {@value #MIN_STEPS} or T, whichever is less, and at most
 * {@link RandomStepSettings#mostSteps}. Each is drawn by the number of its chunk. The start of a
 * chunk is the sum of all lengths before it; it is kept for every {@value #BLOCK}th chunk, so that
 * a task draws less than one such block, wherever in the epoch it begins.
 */
public final class RandomChunks implements LaneChunks {
  private static final long serialVersionUID = 1L;

  /** The fewest steps, as in the program of the authors. */
  private static final int MIN_STEPS = 5;

  private static final int BLOCK = 256;

  private final long lane;
  private final int steps;
  private final RandomStepSettings settings;
  private final CounterRandom random;
  private final long chunks;
  private final long[] starts;

  /**
   * Draws the chunks of an epoch; the time is proportional to their number.
   *
   * @param layout the lanes, and T
   * @param random the random numbers of the epoch
   */
  public RandomChunks(LaneLayout layout, RandomStepSettings settings, CounterRandom random) {
    lane = layout.longestLane();
    steps = layout.steps();
    this.settings = settings;
    this.random = random;
    long[] blocks = new long[1];
    long chunk = 0;
    for (long start = 0; start < lane; start += drawn(chunk++)) {
      if (chunk % BLOCK == 0) {
        int block = Math.toIntExact(chunk / BLOCK);
        blocks = block < blocks.length ? blocks : Arrays.copyOf(blocks, 2 * block);
        blocks[block] = start;
      }
    }
    chunks = chunk;
    starts = Arrays.copyOf(blocks, Math.toIntExact((chunks + BLOCK - 1) / BLOCK));
  }

  @Override
  public long chunksPerEpoch() {
    return chunks;
  }

  @Override
  public long start(long chunk) {
    int block = (int) (chunk / BLOCK);
    long start = starts[block];
    for (long before = (long) block * BLOCK; before < chunk; before++) {
      start += drawn(before);
    }
    return start;
  }

  /** Returns the number of steps of a chunk: the drawn one, or the rest of the longest lane. */
  @Override
  public int stepsOf(long chunk) {
    return (int) Math.min(drawn(chunk), lane - start(chunk));
  }

  @Override
  public int mostSteps() {
    return (int) Math.min(settings.mostSteps(steps), lane);
  }

  /** Returns {@link #mostSteps()} of the chunks of any epoch, which need not be drawn for it. */
  public static int mostSteps(LaneLayout layout, RandomStepSettings settings) {
    return (int) Math.min(settings.mostSteps(layout.steps()), layout.longestLane());
  }

  private int drawn(long chunk) {
    CounterRandom ofChunk = random.derive(chunk);
    double mean = ofChunk.uniform(0) < settings.halfProbability() ? steps / 2.0 : steps;
    long rounded = Math.round(mean + settings.deviation() * ofChunk.gaussian(1));
    return (int) Math.max(Math.min(MIN_STEPS, steps), Math.min(rounded, settings.mostSteps(steps)));
  }
}
