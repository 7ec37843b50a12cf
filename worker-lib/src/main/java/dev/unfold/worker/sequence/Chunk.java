package dev.unfold.worker.sequence;

/**
 * T steps of the B lanes of a shard: the unit of truncated BPTT. Time-major: step {@code t} of lane
 * {@code b} is at {@code t * batch + b}.
 *
 * <p>A chunk is filled again and again by {@link ChunkReader}; its arrays are shared with the
 * reader of it.
 */
public final class Chunk {
  /** A target that is masked: the step copies the state and has no loss. */
  public static final int NO_TARGET = -1;

  private final int batch;
  private final int[] inputs;
  private final int[] targets;
  private final boolean[] resets;
  private int steps;
  private int targetCount;

  /** A chunk with room for {@code steps} steps of {@code batch} lanes. */
  public Chunk(int steps, int batch) {
    this.batch = batch;
    inputs = new int[steps * batch];
    targets = new int[steps * batch];
    resets = new boolean[steps * batch];
    this.steps = steps;
  }

  public int batch() {
    return batch;
  }

  /** T of this filling: at most what the chunk was made for. */
  public int steps() {
    return steps;
  }

  /** The input ids. */
  public int[] inputs() {
    return inputs;
  }

  /** The target ids, {@link #NO_TARGET} where masked. */
  public int[] targets() {
    return targets;
  }

  /** Where the carried state of the lane is set to zero before the step. */
  public boolean[] resets() {
    return resets;
  }

  /** The number of unmasked targets. */
  public int targetCount() {
    return targetCount;
  }

  /** Declares what was filled into the arrays. */
  public void filled(int steps) {
    this.steps = steps;
    int count = 0;
    for (int i = 0; i < steps * batch; i++) {
      if (targets[i] != NO_TARGET) {
        count++;
      }
    }
    targetCount = count;
  }
}
