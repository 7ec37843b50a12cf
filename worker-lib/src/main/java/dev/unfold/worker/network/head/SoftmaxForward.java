package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;

/**
 * Logits, probabilities and losses, a block of rows at a time: the logits of a whole chunk need
 * never exist at once.
 */
public final class SoftmaxForward {
  private static final int LOGITS_IN_A_BLOCK = 1 << 22;

  private final Softmax softmax;
  private final PassMemory memory;
  private final Matrix weight;
  private final Matrix logits;
  private final float[] bias;
  private final float[] row;
  private double normalizer;

  SoftmaxForward(Softmax softmax, PassMemory memory) {
    this.softmax = softmax;
    this.memory = memory;
    weight = softmax.weight().in(memory.parameters());
    int classes = weight.columns();
    int rows = Math.max(1, Math.min(memory.positions(), LOGITS_IN_A_BLOCK / classes));
    logits = memory.workspace().matrix(rows, classes);
    bias = new float[classes];
    row = new float[classes];
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    softmax.bias().in(memory.parameters()).get(0, bias, bias.length);
  }

  /** The sum of the losses of a chunk's unmasked targets, in nats; features are [T * B, H]. */
  public double loss(Matrix features, Chunk chunk) {
    double loss = 0;
    for (int from = 0; from < features.rows(); from += blockRows()) {
      Matrix block = logits(features, from);
      for (int i = 0; i < block.rows(); i++) {
        int target = chunk.targets()[from + i];
        if (target != Chunk.NO_TARGET) {
          loss += exponentials(block, i, target);
        }
      }
    }
    return loss;
  }

  /** The logits [V] of one row of features, [1, H]. */
  public void logitsInto(Matrix features, float[] to) {
    logits(features, 0).get(0, to, bias.length);
    Elementwise.addInPlace(to, bias, bias.length);
  }

  /**
   * Opens its backward half.
   *
   * @param gradient the flat gradient vector
   */
  public SoftmaxBackward openBackward(Matrix gradient) {
    return new SoftmaxBackward(softmax, this, memory, gradient);
  }

  /** Rows that are computed at once. */
  int blockRows() {
    return logits.rows();
  }

  /** The products with the weight, bias not yet added, of a block of rows from {@code from} on. */
  Matrix logits(Matrix features, int from) {
    int rows = Math.min(blockRows(), features.rows() - from);
    Matrix block = logits.rows(0, rows);
    memory.gemm().multiplyInto(features.rows(from, rows), weight, block);
    return block;
  }

  /**
   * Leaves exp(logit - largest logit) of a row in {@link #row} and their sum in {@link
   * #normalizer}.
   *
   * @return the loss of the target, in nats
   */
  double exponentials(Matrix block, int index, int target) {
    int n = row.length;
    block.get(index * n, row, n);
    Elementwise.addInPlace(row, bias, n);
    float largest = Elementwise.max(row, n);
    float ofTarget = row[target];
    Elementwise.expInPlace(row, largest, n);
    normalizer = Elementwise.sum(row, n);
    return StrictMath.log(normalizer) + ((double) largest - ofTarget);
  }

  float[] row() {
    return row;
  }

  double normalizer() {
    return normalizer;
  }
}
