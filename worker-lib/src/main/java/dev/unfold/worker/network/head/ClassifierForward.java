package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;
import java.util.Optional;

/**
 * The forward half of a classifier, which computes logits and losses a block of rows at a time, so
 * that the logits of a whole chunk never exist at once.
 */
final class ClassifierForward {
  /**
   * The size in bytes of a block of logits that fits into the last-level cache beside the weights.
   */
  private static final int BLOCK_BYTES = 16 << 20;

  private final Classifier classifier;
  private final PassMemory memory;
  private final Optional<Matrix> bias;
  private final Operand weight;
  private final RowBlockViews features;
  private final RowBlockViews logits;
  private final SoftmaxRow row;
  private final int capacity;
  private final boolean gathered;

  /**
   * @param features x, [rows, K]
   * @param rowMultiple the number of which the rows of a block are a multiple
   */
  ClassifierForward(Classifier classifier, PassMemory memory, Operand features, int rowMultiple) {
    this.classifier = classifier;
    this.memory = memory;
    bias = classifier.bias().map(values -> values.in(memory.parameters()));
    weight = memory.gemm().operand(classifier.weight().in(memory.parameters()), memory.workspace());
    capacity = features.rows();
    gathered = rowMultiple > 1;
    int classes = classifier.classes();
    // Rows that are gathered for an output are multiplied one by one.
    int multiple = Math.max(rowMultiple, memory.gemm().rowMultiple());
    int blockRows = rowsOfBlock(features.rows(), classes, multiple);
    this.features = new RowBlockViews(features, blockRows);
    Matrix block = memory.workspace().matrix(blockRows, classes);
    logits = new RowBlockViews(memory.gemm().operand(block, memory.workspace()), blockRows);
    row = new SoftmaxRow(classes, bias.isPresent());
  }

  /**
   * Returns the number of rows of a block, so that there are as few blocks of similar size as the
   * cache allows.
   */
  private static int rowsOfBlock(int rows, int classes, int rowMultiple) {
    long bytes = (long) rows * classes * Float.BYTES;
    int blocks = (int) Math.min(rows, (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
    int blockRows = (rows + blocks - 1) / blocks;
    return (blockRows + rowMultiple - 1) / rowMultiple * rowMultiple;
  }

  /** Must be called after the parameters were set or changed. */
  void parametersChanged() {
    weight.refresh();
    if (bias.isPresent()) {
      row.setBias(bias.get());
    }
  }

  /**
   * Computes the sum of the losses of the first rows, in nats, for evaluation: in training {@link
   * ClassifierBackward} computes it together with the gradients.
   *
   * @param targets the class of each row that {@link Chunk#hasLoss has a loss}
   */
  double loss(int[] targets, int rows) {
    double loss = 0;
    for (int block = 0; block < features.count(rows); block++) {
      Matrix values = logits(block, rows).matrix();
      for (int i = 0; i < values.rows(); i++) {
        int target = targets[features.from(block) + i];
        if (Chunk.hasLoss(target)) {
          loss += row.computeLoss(values, i, target);
        }
      }
    }
    return loss;
  }

  /** Computes the logits, [C], of a row. */
  void logitsInto(int index, float[] to) {
    int block = index / features.from(1);
    Matrix values = logits(block, index + 1).matrix();
    biasedRow(values, index - features.from(block), biasValues(), to);
  }

  /**
   * Passes the logits of each of the first rows that has a target to a consumer.
   *
   * @param targets the class of each row, {@link Chunk#NO_TARGET} where masked
   */
  void logits(int[] targets, int rows, OutputConsumer consumer) {
    float[] bias = biasValues();
    float[] row = new float[classifier.classes()];
    for (int block = 0; block < features.count(rows); block++) {
      Matrix values = logits(block, rows).matrix();
      int first = features.from(block);
      for (int i = 0; i < values.rows(); i++) {
        if (targets[first + i] != Chunk.NO_TARGET) {
          biasedRow(values, i, bias, row);
          consumer.accept(first + i, row);
        }
      }
    }
  }

  private float[] biasValues() {
    return bias.map(Matrix::toArray).orElseGet(() -> new float[classifier.classes()]);
  }

  private static void biasedRow(Matrix values, int row, float[] bias, float[] to) {
    int classes = values.columns();
    values.get(row * classes, to, classes);
    Elementwise.addInPlace(to, bias, classes);
  }

  Classifier classifier() {
    return classifier;
  }

  PassMemory memory() {
    return memory;
  }

  RowBlockViews features() {
    return features;
  }

  /** Returns the maximum number of rows. */
  int capacity() {
    return capacity;
  }

  /** Returns whether the rows are gathered from a chunk, so that their number varies. */
  boolean gathered() {
    return gathered;
  }

  Operand weight() {
    return weight;
  }

  SoftmaxRow row() {
    return row;
  }

  /** Returns the products with the weight, bias not yet added, of a block of the first rows. */
  Operand logits(int block, int rows) {
    Operand inputs = features.block(block, rows);
    Operand values = logits.block(0, inputs.rows());
    if (classifier.transposed()) {
      memory.gemm().multiplyNtInto(inputs, weight, values.matrix());
    } else {
      memory.gemm().multiplyInto(inputs, weight, values.matrix());
    }
    return values;
  }
}
