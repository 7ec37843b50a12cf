package dev.unfold.worker.network.head;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * The backward half of adaptive softmax: the gradients of the shortlist and the clusters, then of
 * the classes of each cluster.
 */
final class AdaptiveSoftmaxBackward implements HeadBackward {
  private final AdaptiveSoftmaxForward forward;
  private final ClassifierBackward classifier;
  private final List<TailClusterBackward> tails;

  AdaptiveSoftmaxBackward(
      AdaptiveSoftmaxForward forward, ClassifierBackward classifier, Matrix gradient) {
    this.forward = forward;
    this.classifier = classifier;
    tails =
        forward.tails().stream()
            .map(tail -> tail.openBackward(gradient, classifier.featureGradient()))
            .toList();
  }

  @Override
  public double lossAndGradients(Chunk chunk) {
    int positions = chunk.steps() * chunk.batch();
    double scale = 1.0 / chunk.targetCount();
    double loss = classifier.lossAndGradients(forward.targets(chunk), positions, scale);
    for (int i = 0; i < tails.size(); i++) {
      loss += tails.get(i).lossAndGradients(chunk, scale);
    }
    return loss;
  }

  @Override
  public Matrix featureGradient() {
    return classifier.featureGradient();
  }
}
