package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlocks;

/**
 * Logits, probabilities and losses, a block of rows at a time: the logits of a whole chunk need
 * never exist at once.
 */
public final class SoftmaxForward {
  /** Bytes of a block of logits that the last-level cache holds beside the weights. */
  private static final int BLOCK_BYTES = 16 << 20;

  private final Softmax softmax;
  private final PassMemory memory;
  private final Operand weight;
  private final RowBlocks features;
  private final RowBlocks logits;
  private final SoftmaxRow row;
  private final Matrix bias;

  SoftmaxForward(Softmax softmax, PassMemory memory, Operand features) {
    this.softmax = softmax;
    this.memory = memory;
    Matrix values = softmax.weight().in(memory.parameters());
    bias = softmax.bias().in(memory.parameters());
    weight = memory.gemm().operand(values, memory.workspace());
    int classes = values.columns();
    int each = rowsOfBlock(features.rows(), classes);
    this.features = new RowBlocks(features, each);
    Matrix block = memory.workspace().matrix(each, classes);
    logits = new RowBlocks(memory.gemm().operand(block, memory.workspace()), each);
    row = new SoftmaxRow(classes);
  }

  /** As few blocks as the cache allows, all of about one size. */
  private static int rowsOfBlock(int positions, int classes) {
    long bytes = (long) positions * classes * Float.BYTES;
    int blocks = (int) Math.min(positions, (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
    return (positions + blocks - 1) / blocks;
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    weight.refresh();
    row.setBias(bias);
  }

  /** The sum of the losses of a chunk's unmasked targets, in nats. */
  public double loss(Chunk chunk) {
    int positions = chunk.steps() * chunk.batch();
    double loss = 0;
    for (int block = 0; block < features.count(positions); block++) {
      Matrix values = logits(block, positions).matrix();
      for (int i = 0; i < values.rows(); i++) {
        int target = chunk.targets()[features.from(block) + i];
        if (target != Chunk.NO_TARGET) {
          loss += row.load(values, i, target);
        }
      }
    }
    return loss;
  }

  /** The logits [V] at a position of the chunk. */
  public void logitsInto(int position, float[] to) {
    int block = position / features.from(1);
    int index = position % features.from(1);
    Matrix values = logits(block, position + 1).matrix();
    values.get(index * values.columns(), to, values.columns());
    Elementwise.addInPlace(to, bias.toArray(), to.length);
  }

  /**
   * Opens its backward half.
   *
   * @param gradient the flat gradient vector
   */
  public SoftmaxBackward openBackward(Matrix gradient) {
    return new SoftmaxBackward(softmax, this, memory, gradient);
  }

  RowBlocks features() {
    return features;
  }

  Operand weight() {
    return weight;
  }

  SoftmaxRow row() {
    return row;
  }

  /** The products with the weight, bias not yet added, of a block of positions. */
  Operand logits(int block, int positions) {
    Operand rows = features.block(block, positions);
    Operand values = logits.block(0, rows.rows());
    memory.gemm().multiplyInto(rows, weight, values.matrix());
    return values;
  }
}
