package dev.unfold.worker.network.feedback;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/**
 * The output o(t-1) that each step of a chunk reads: the true target of the step before, or the
 * output of the network itself. A class is one-hot, a set has a 1 for each member, and a frame is
 * its numbers; the output of the network is the expectation of the target.
 *
 * <p>A lane reads zeros at its first step, after a reset, and after a true target that is missing
 * or a class that training never had. An absent step changes nothing.
 */
public final class PreviousOutputs {
  private final Matrix carried;
  private final Matrix values;
  private final int width;
  private final float[] zeros;
  private final float[] row;
  private final int[] laneClasses;
  private final int[] classes;
  private boolean classesKnown;

  /**
   * @param carried what each lane reads next, [B, C], which is carried from chunk to chunk
   */
  public PreviousOutputs(PassMemory memory, Matrix carried) {
    this.carried = carried;
    values = memory.workspace().matrix(memory.positions(), carried.columns());
    width = carried.columns();
    zeros = new float[width];
    row = new float[width];
    laneClasses = new int[carried.rows()];
    classes = new int[memory.positions()];
  }

  /** Returns what each position reads, [T * B, C]. */
  Matrix values() {
    return values;
  }

  /** Returns the class that each position reads while {@link #classesKnown}; none is all zeros. */
  int[] classes() {
    return classes;
  }

  /** Returns whether the current chunk reads classes, which then are not among the values. */
  boolean classesKnown() {
    return classesKnown;
  }

  /**
   * Lets every step read the true target of the step before.
   *
   * @param asClasses whether to read classes instead of values, if all that is read are classes
   */
  public void readTrueTargets(Chunk chunk, boolean asClasses) {
    classesKnown = asClasses && chunk.targetFrames().length == 0 && findCarriedClasses();
    if (classesKnown) {
      readTrueClasses(chunk);
      return;
    }
    for (int t = 0; t < chunk.steps(); t++) {
      read(chunk, t);
      for (int lane = 0; lane < chunk.batch(); lane++) {
        carryTrueTarget(chunk, t * chunk.batch() + lane);
      }
    }
  }

  /** Finds the class that each lane reads next; returns whether there is none but classes. */
  private boolean findCarriedClasses() {
    for (int lane = 0; lane < laneClasses.length; lane++) {
      laneClasses[lane] = Chunk.NO_TARGET;
      carried.get(lane * width, row, width);
      for (int c = 0; c < width; c++) {
        if (row[c] != 0) {
          if (row[c] != 1 || laneClasses[lane] != Chunk.NO_TARGET) {
            return false;
          }
          laneClasses[lane] = c;
        }
      }
    }
    return true;
  }

  private void readTrueClasses(Chunk chunk) {
    int batch = chunk.batch();
    for (int position = 0; position < chunk.steps() * batch; position++) {
      int lane = position % batch;
      classes[position] = chunk.resets()[position] ? Chunk.NO_TARGET : laneClasses[lane];
      laneClasses[lane] =
          chunk.present()[position]
              ? Math.max(Chunk.NO_TARGET, chunk.targets()[position])
              : classes[position];
    }
    for (int lane = 0; lane < batch; lane++) {
      carried.put(lane * width, zeros, width);
      if (laneClasses[lane] != Chunk.NO_TARGET) {
        carried.put(lane * width + laneClasses[lane], 1f);
      }
    }
  }

  /** Lets the lanes read what was carried for them, at a step. */
  public void read(Chunk chunk, int step) {
    classesKnown = false;
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int position = step * chunk.batch() + lane;
      if (chunk.resets()[position]) {
        carried.put(lane * width, zeros, width);
      }
      values.copy(position * width, carried, lane * width, width);
    }
  }

  /** Lets a lane read the true target of a position at its next step. */
  public void carryTrueTarget(Chunk chunk, int position) {
    if (chunk.present()[position]) {
      int lane = position % chunk.batch();
      int target = chunk.targets()[position];
      carried.put(lane * width, zeros, width);
      if (target != Chunk.NO_TARGET && chunk.targetFrames().length > 0) {
        int first = position * width;
        carried.put(lane * width, chunk.targetFrames(), first, width);
      } else if (Chunk.hasLoss(target)) {
        carried.put(lane * width + target, 1f);
      }
    }
  }

  /**
   * Lets a lane read an output of the network at its next step.
   *
   * @param output [C]
   */
  public void carry(int lane, float[] output) {
    carried.put(lane * width, output, width);
  }
}
