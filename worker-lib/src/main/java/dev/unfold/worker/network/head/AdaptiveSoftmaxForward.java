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
  private final AdaptiveSoftmax softmax;
  private final ClassifierForward classifier;
  private final List<TailClusterForward> tails;
  private final int[] targets;
  private final float[] logits;

  AdaptiveSoftmaxForward(AdaptiveSoftmax softmax, PassMemory memory, Operand features) {
    this.softmax = softmax;
    classifier = softmax.classifier().open(memory, features, 1);
    GatheredRows gathered = new GatheredRows(memory, features);
    tails =
        softmax.tails().stream()
            .map(tail -> new TailClusterForward(tail, memory, gathered))
            .toList();
    targets = new int[memory.positions()];
    logits = new float[softmax.classifier().classes()];
  }

  @Override
  public void parametersChanged() {
    classifier.parametersChanged();
    tails.forEach(TailClusterForward::parametersChanged);
  }

  @Override
  public double loss(Chunk chunk) {
    double loss = classifier.loss(targets(chunk), chunk.steps() * chunk.batch());
    for (int i = 0; i < tails.size(); i++) {
      loss += tails.get(i).loss(chunk);
    }
    return loss;
  }

  /** Returns the targets of a chunk, with each class of a cluster replaced by the cluster. */
  int[] targets(Chunk chunk) {
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      int target = chunk.targets()[position];
      targets[position] = target < softmax.shortlist() ? target : cluster(target);
    }
    return targets;
  }

  private int cluster(int target) {
    int i = 0;
    while (target >= softmax.tails().get(i).end()) {
      i++;
    }
    return softmax.shortlist() + i;
  }

  /** The logits are normalized. */
  @Override
  public void outputInto(int position, float[] to) {
    classifier.logitsInto(position, logits);
    double normalizer = Categorical.logNormalizer(logits);
    int shortlist = softmax.shortlist();
    for (int i = 0; i < shortlist; i++) {
      to[i] = (float) (logits[i] - normalizer);
    }
    for (int i = 0; i < tails.size(); i++) {
      tails.get(i).logProbabilitiesInto(position, logits[shortlist + i] - normalizer, to);
    }
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    float[] output = new float[softmax.classes()];
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (chunk.targets()[position] != Chunk.NO_TARGET) {
        outputInto(position, output);
        consumer.accept(position, output);
      }
    }
  }

  @Override
  public HeadBackward openBackward(Matrix gradient) {
    return new AdaptiveSoftmaxBackward(this, classifier.openBackward(gradient), gradient);
  }

  List<TailClusterForward> tails() {
    return tails;
  }
}
