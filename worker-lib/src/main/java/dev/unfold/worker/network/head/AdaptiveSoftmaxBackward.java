package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * The backward half of adaptive softmax: the gradients of the shortlist and the clusters, then of
 * the classes of each cluster.
 *
 * @param classifier of the shortlist and the clusters
 * @param tails of the classes of each cluster, which add to the gradient of the features
 */
record AdaptiveSoftmaxBackward(
    ClusterTargets targets, ClassifierBackward classifier, List<TailClusterBackward> tails)
    implements HeadBackward {
  @Override
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    double sum = chunk.weightSum();
    double loss = classifier.lossAndGradients(targets.of(chunk), positions, 1 / sum, chunk::weight);
    for (int i = 0; i < tails.size(); i++) {
      loss += tails.get(i).lossAndGradients(chunk, 1 / sum);
    }
    return loss * (chunk.targetCount() / sum);
  }

  @Override
  public Matrix featureGradient() {
    return classifier.featureGradient();
  }
}
