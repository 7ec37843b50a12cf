package dev.unfold.worker.sequence;

import java.util.Arrays;

/**
 * The weights of the targets of a chunk in the loss of training: that of the target itself, times
 * that of its class. All are 1 unless they are set.
 */
public final class TargetWeights {
  private final int positions;
  private float[] ofTargets = new float[0];
  private double[] ofClasses = new double[0];

  /**
   * @param positions the number of positions of the chunk
   */
  TargetWeights(int positions) {
    this.positions = positions;
  }

  /** Sets the weight of each class, whatever the chunk is filled with. */
  public void setClasses(double[] weights) {
    ofClasses = weights.clone();
  }

  /**
   * Sets the weight of the target at a position, at least 0. A target of weight 0 has no loss in
   * training, and is not counted.
   */
  public void set(int position, float weight) {
    if (ofTargets.length == 0) {
      ofTargets = new float[positions];
      clear();
    }
    ofTargets[position] = weight;
  }

  /** Sets the weights of all targets to 1, but not those of classes. */
  public void clear() {
    Arrays.fill(ofTargets, 1f);
  }

  /**
   * Returns the weight of a target.
   *
   * @param target the target at the position; below 0 if it has no loss, and therefore no weight
   */
  double of(int position, int target) {
    if (target < 0) {
      return 0;
    }
    double weight = ofTargets.length == 0 ? 1 : ofTargets[position];
    return ofClasses.length == 0 ? weight : weight * ofClasses[target];
  }

  /** Returns the sum of the weights of the first targets of the chunk. */
  double sum(int[] targets, int count) {
    double sum = 0;
    for (int position = 0; position < count; position++) {
      sum += of(position, targets[position]);
    }
    return sum;
  }

  /** Returns how many of the first targets of the chunk have a weight above 0. */
  int count(int[] targets, int count) {
    int above = 0;
    for (int position = 0; position < count; position++) {
      above += of(position, targets[position]) > 0 ? 1 : 0;
    }
    return above;
  }

  /** Copies the weights of a chunk with the same positions. */
  public void copy(TargetWeights other) {
    ofClasses = other.ofClasses;
    ofTargets = other.ofTargets.clone();
  }

  /**
   * Copies the weights at some positions of another chunk.
   *
   * @param from the positions, in the order of those of this chunk
   */
  void copy(TargetWeights other, int[] from) {
    ofClasses = other.ofClasses;
    for (int to = 0; to < from.length && other.ofTargets.length > 0; to++) {
      set(to, other.ofTargets[from[to]]);
    }
  }
}
