package dev.unfold.worker.network.negative;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;

/**
 * The scores that the training of a sampled softmax computes: those of the negatives of a chunk,
 * whose weights are gathered, as a matrix product, and that of each target by itself.
 */
final class SampledScores {
  /** The number of floats of a block of products, which stays in the last-level cache. */
  private static final int BLOCK = 4 << 20;

  private final OutputSettings.Negatives settings;
  private final ParameterTensor weightTensor;
  private final ParameterTensor biasTensor;
  private final PassMemory memory;
  private final Matrix weight;
  private final Matrix bias;
  private final ChunkNegatives negatives;
  private final RowBlockViews gathered;
  private final RowBlockViews features;
  private final NegativeProducts products;
  private final Matrix featureRows;
  private final float[] feature;
  private final float[] ofClass;

  /**
   * @param weightTensor the tensor of W, [V, H]
   * @param biasTensor the tensor of b, [1, V]
   * @param features h, [T * B, H]
   */
  SampledScores(
      ParameterTensor weightTensor,
      ParameterTensor biasTensor,
      OutputSettings.Negatives settings,
      PassMemory memory,
      Operand features) {
    this.settings = settings;
    this.weightTensor = weightTensor;
    this.biasTensor = biasTensor;
    this.memory = memory;
    weight = weightTensor.in(memory.parameters());
    bias = biasTensor.in(memory.parameters());
    negatives =
        new ChunkNegatives(
            ClassProposal.of(settings.proposal(), weightTensor.rows()),
            settings.count(),
            settings.inBatch() ? features.rows() : 0);
    int capacity = negatives.capacity();
    gathered = new RowBlockViews(memory.operand(capacity, weightTensor.columns()), capacity);
    int rows = Math.min(features.rows(), Math.max(1, BLOCK / capacity));
    this.features = new RowBlockViews(features, rows);
    products =
        new NegativeProducts(
            memory, rows, capacity, settings.inBatch() ? settings.count() : capacity);
    featureRows = features.matrix();
    feature = new float[weightTensor.columns()];
    ofClass = new float[weightTensor.columns()];
  }

  /**
   * Draws negatives, adds the targets if they are negatives, and gathers their weights. Rows
   * without a negative keep the weights of an earlier chunk.
   *
   * @param offsets receives b - ln π of each negative, [n], or b if scores are not corrected
   */
  void draw(Chunk chunk, CounterRandom random, float[] offsets) {
    negatives.draw(random);
    if (settings.inBatch()) {
      negatives.addTargets(chunk);
    }
    products.choose(negatives.count());
    Matrix weights = gathered().matrix();
    for (int i = 0; i < negatives.count(); i++) {
      int id = negatives.id(i);
      weights.copy(i * feature.length, weight, id * feature.length, feature.length);
      offsets[i] = (float) (bias.get(id) - correction(id));
    }
    gathered().refresh();
  }

  /** Returns the products of a block of features with the negatives, [rows of the block, width]. */
  Operand products(int block, int rows) {
    Operand inputs = features.block(block, rows);
    Operand values = products.block(inputs.rows());
    memory.gemm().multiplyNtInto(inputs, gathered(), values.matrix());
    return values;
  }

  /** Returns s of the target at a position. */
  double ofTarget(int position, int target) {
    featureInto(position, feature);
    weight.get(target * ofClass.length, ofClass, ofClass.length);
    double sum = 0;
    for (int i = 0; i < feature.length; i++) {
      sum += feature[i] * ofClass[i];
    }
    return sum + bias.get(target) - correction(target);
  }

  /** Returns ln π, by which a score is corrected, or 0 if the loss is not an estimate. */
  private double correction(int id) {
    return switch (settings.loss()) {
      case CROSS_ENTROPY -> negatives.logInclusion(id);
      case BPR_MAX -> 0;
    };
  }

  /** Copies the features at a position, [H]. */
  void featureInto(int position, float[] to) {
    featureRows.get(position * to.length, to, to.length);
  }

  /** Copies the weights of a class, [H]. */
  void weightInto(int id, float[] to) {
    weight.get(id * to.length, to, to.length);
  }

  OutputSettings.Negatives settings() {
    return settings;
  }

  ChunkNegatives negatives() {
    return negatives;
  }

  /** Returns the weights of the negatives of the chunk, [width, H]. */
  Operand gathered() {
    return gathered.block(0, width());
  }

  /** Returns the number of columns of the products, at least the number of negatives. */
  int width() {
    return products.width();
  }

  /** Returns the features in blocks of rows. */
  RowBlockViews features() {
    return features;
  }

  /** Returns the maximum number of positions, T * B. */
  int positions() {
    return featureRows.rows();
  }

  PassMemory memory() {
    return memory;
  }

  /** Opens the gradients of W and b in a flat gradient vector. */
  ClassGradients openGradients(Matrix vector) {
    return new ClassGradients(weightTensor, biasTensor, vector);
  }
}
