package dev.unfold.worker.network.attention;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import java.util.Arrays;

/** Turns the scores of each lane and step into weights: a softmax over the lane's own source. */
final class AttentionSoftmax {
  private final float scale;
  private final float[] row;
  private final float[] weights;

  /**
   * @param scale the scale of the scores
   * @param steps the number of steps of the longest source
   */
  AttentionSoftmax(float scale, int steps) {
    this.scale = scale;
    row = new float[steps];
    weights = new float[steps];
  }

  /** Replaces scores by weights; the weight of an absent step of the source is 0. */
  void forward(Chunk chunk, LaneMajorRows scores) {
    Chunk source = chunk.requireSource();
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int length = source.length(lane);
      for (int t = 0; t < chunk.steps(); t++) {
        int from = scores.row(lane, t) * row.length;
        scores.matrix().get(from, row, row.length);
        toWeights(length);
        scores.matrix().put(from, row, row.length);
      }
    }
    scores.refresh();
  }

  private void toWeights(int length) {
    Arrays.fill(row, length, row.length, 0f);
    Elementwise.scaleInPlace(row, scale, length);
    float largest = Float.NEGATIVE_INFINITY;
    for (int s = 0; s < length; s++) {
      largest = Math.max(largest, row[s]);
    }
    Elementwise.expInPlace(row, largest, length);
    double sum = 0;
    for (int s = 0; s < length; s++) {
      sum += row[s];
    }
    Elementwise.scaleInPlace(row, (float) (1 / sum), length);
  }

  /**
   * Replaces the gradient of the attention weights by the gradient of the scores.
   *
   * @param attentionWeights the weights that {@link #forward} computed
   */
  void backward(Chunk chunk, LaneMajorRows attentionWeights, LaneMajorRows gradient) {
    Chunk source = chunk.requireSource();
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int length = source.length(lane);
      for (int t = 0; t < chunk.steps(); t++) {
        int from = gradient.row(lane, t) * row.length;
        attentionWeights.matrix().get(from, weights, row.length);
        gradient.matrix().get(from, row, row.length);
        toScoreGradient(length);
        gradient.matrix().put(from, row, row.length);
      }
    }
    gradient.refresh();
  }

  private void toScoreGradient(int length) {
    Arrays.fill(row, length, row.length, 0f);
    double mean = 0;
    for (int s = 0; s < length; s++) {
      mean += weights[s] * row[s];
    }
    for (int s = 0; s < length; s++) {
      row[s] = scale * weights[s] * (float) (row[s] - mean);
    }
  }
}
