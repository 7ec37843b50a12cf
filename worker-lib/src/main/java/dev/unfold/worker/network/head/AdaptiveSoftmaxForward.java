package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/**
 * The forward half of adaptive softmax. The loss of a target in a cluster is the loss of the
 * cluster plus the loss inside the cluster.
 */
final class AdaptiveSoftmaxForward implements HeadForward {
  private final int shortlist;
  private final int classes;
  private final ClusterTargets targets;
  private final ClassifierForward classifier;
  private final List<TailClusterForward> tails;

  /**
   * @param classifier the classifier over the shortlist and the clusters after it
   * @param features [T * B, H]
   */
  AdaptiveSoftmaxForward(
      Classifier classifier, List<TailCluster> tails, PassMemory memory, Operand features) {
    shortlist = tails.get(0).first();
    classes = tails.get(tails.size() - 1).end();
    targets = new ClusterTargets(tails, memory.positions());
    this.classifier = new ClassifierForward(classifier, memory, features, 1);
    GatheredRows gathered = new GatheredRows(memory, features);
    this.tails =
        tails.stream().map(tail -> new TailClusterForward(tail, memory, gathered)).toList();
  }

  @Override
  public void parametersChanged() {
    classifier.parametersChanged();
    tails.forEach(TailClusterForward::parametersChanged);
  }

  @Override
  public double loss(Chunk chunk) {
    double loss = classifier.loss(targets.of(chunk), chunk.steps() * chunk.batch());
    for (int i = 0; i < tails.size(); i++) {
      loss += tails.get(i).loss(chunk);
    }
    return loss;
  }

  /** The outputs are normalized. */
  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    float[] output = new float[classes];
    classifier.logits(
        chunk.targets(),
        chunk.steps() * chunk.batch(),
        (position, logits) -> {
          logProbabilitiesInto(position, logits, output);
          consumer.accept(position, output);
        });
  }

  private void logProbabilitiesInto(int position, float[] logits, float[] to) {
    double normalizer = Categorical.logNormalizer(logits);
    for (int i = 0; i < shortlist; i++) {
      to[i] = (float) (logits[i] - normalizer);
    }
    for (int i = 0; i < tails.size(); i++) {
      tails.get(i).logProbabilitiesInto(position, logits[shortlist + i] - normalizer, to);
    }
  }

  @Override
  public HeadBackward openBackward(Matrix gradient) {
    ClassifierBackward shortlistBackward = new ClassifierBackward(classifier, gradient);
    Matrix featureGradient = shortlistBackward.featureGradient();
    List<TailClusterBackward> tailsBackward =
        tails.stream()
            .map(tail -> new TailClusterBackward(tail, gradient, featureGradient))
            .toList();
    return new AdaptiveSoftmaxBackward(targets, shortlistBackward, tailsBackward);
  }
}
