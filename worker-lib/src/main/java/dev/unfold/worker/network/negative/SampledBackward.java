package dev.unfold.worker.network.negative;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.List;

/**
 * The training half of a sampled softmax: the loss among the negatives and its gradients, whose
 * time and memory do not depend on V.
 */
final class SampledBackward implements HeadBackward {
  private final SampledScores scores;
  private final Gemm gemm;
  private final NegativesRow row;
  private final ClassGradients gradients;
  private final RowBlockViews gatheredGradient;
  private final Matrix featureGradient;
  private final RowBlockViews featureGradientBlocks;
  private final float[] ofTargets;
  private final float[] feature;
  private final float[] ofClass;
  private final float[] sum;

  /**
   * @param vector the flat gradient vector
   */
  SampledBackward(SampledScores scores, Matrix vector) {
    this.scores = scores;
    gemm = scores.memory().gemm();
    int width = scores.gathered().columns();
    int capacity = scores.negatives().capacity();
    row = row(scores);
    gradients = scores.openGradients(vector);
    gatheredGradient =
        new RowBlockViews(scores.memory().workspace().matrix(capacity, width), capacity);
    featureGradient = scores.memory().workspace().matrix(scores.positions(), width);
    featureGradientBlocks = new RowBlockViews(featureGradient, scores.features().from(1));
    ofTargets = new float[scores.positions()];
    feature = new float[width];
    ofClass = new float[width];
    sum = new float[width];
  }

  private static NegativesRow row(SampledScores scores) {
    OutputSettings.Negatives settings = scores.settings();
    int capacity = scores.negatives().capacity();
    return switch (settings.loss()) {
      case CROSS_ENTROPY -> new CrossEntropyRow(capacity);
      case BPR_MAX -> new BprMaxRow(capacity, settings.regularization());
    };
  }

  @Override
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    gradients.begin();
    scores.draw(chunk, mode.negatives(), row.offsets());
    row.begin(scores.negatives().count(), scores.width());
    Matrix ofNegatives = gatheredGradient.block(0, scores.width()).matrix();
    double weights = chunk.weightSum();
    double loss = 0;
    for (int block = 0; block < scores.features().count(positions); block++) {
      Operand products = scores.products(block, positions);
      loss += toGradient(products.matrix(), chunk, scores.features().from(block), weights);
      products.refresh();
      Operand features = scores.features().block(block, positions);
      gemm.multiplyTnInto(products, features, ofNegatives, block > 0);
      Matrix gradient = featureGradientBlocks.block(block, positions).matrix();
      gemm.multiplyInto(products, scores.gathered(), gradient);
    }
    addNegatives(ofNegatives);
    for (int position = 0; position < positions; position++) {
      if (chunk.weight(position) > 0) {
        addTarget(position, chunk.targets()[position]);
      }
    }
    return loss * (chunk.targetCount() / weights);
  }

  /** Replaces products by the gradients of the scores of the negatives. */
  private double toGradient(Matrix products, Chunk chunk, int first, double weights) {
    double loss = 0;
    for (int i = 0; i < products.rows(); i++) {
      double weight = chunk.weight(first + i);
      if (weight > 0) {
        int target = chunk.targets()[first + i];
        int same = scores.negatives().place(target);
        double score = scores.ofTarget(first + i, target);
        loss += weight * row.computeLoss(products, i, score, same);
        ofTargets[first + i] = (float) row.storeGradient(products, i, weight / weights);
      } else {
        row.storeZeros(products, i);
      }
    }
    return loss;
  }

  private void addNegatives(Matrix gradient) {
    float[] ofBias = row.gradientSums();
    for (int i = 0; i < scores.negatives().count(); i++) {
      gradient.get(i * sum.length, sum, sum.length);
      gradients.add(scores.negatives().id(i), sum, ofBias[i]);
    }
  }

  /** Adds the gradients that the score of a target has. */
  private void addTarget(int position, int target) {
    float ofScore = ofTargets[position];
    scores.featureInto(position, feature);
    Elementwise.scaleInPlace(feature, ofScore, feature.length);
    gradients.add(target, feature, ofScore);
    scores.weightInto(target, ofClass);
    featureGradient.get(position * sum.length, sum, sum.length);
    Elementwise.addScaledInPlace(sum, ofScore, ofClass, sum.length);
    featureGradient.put(position * sum.length, sum, sum.length);
  }

  @Override
  public Matrix featureGradient() {
    return featureGradient;
  }

  @Override
  public List<SparseRows> touchedRows() {
    return gradients.touched();
  }
}
