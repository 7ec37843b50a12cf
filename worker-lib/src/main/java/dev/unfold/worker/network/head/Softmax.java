package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.EmbeddingTable;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Optional;

/**
 * p(v | h) = softmax(h W + b)ᵥ with the cross-entropy of the targets, over V classes. In training,
 * targets and classes may have weights; those of classes as in PyTorch's {@code
 * CrossEntropyLoss(weight=w)}:
 *
 * <pre>
 * loss = Σ w · -ln p(target) / Σ w      over the targets of a chunk
 * </pre>
 *
 * <p>With label smoothing, -ln p(target) is in training replaced by the cross-entropy of 1 - ε at
 * the target and ε spread over all classes (Szegedy et al. 2016, arXiv 1512.00567).
 */
public final class Softmax implements Head {
  private final Classifier classifier;
  private final double smoothing;

  private Softmax(Classifier classifier, double smoothing) {
    this.classifier = classifier;
    this.smoothing = smoothing;
  }

  /**
   * Returns a softmax over the same parameters that is trained with label smoothing.
   *
   * @param share ε, of the probability of a target that is spread over all classes
   */
  public Softmax withLabelSmoothing(double share) {
    return new Softmax(classifier, share);
  }

  /**
   * Creates a softmax with a weight of its own.
   *
   * @param width H, of its input
   * @param classes V
   * @param initial the distribution of the initial weight
   */
  public static Softmax of(
      ParameterLayout.Builder layout, int width, int classes, Initializer initial) {
    ParameterTensor weight = layout.add("head.weight", width, classes, initial);
    return new Softmax(new Classifier(weight, false, Optional.of(bias(layout, width, classes))), 0);
  }

  /**
   * Creates a softmax with W = Eᵀ (Press and Wolf 2017, arXiv 1608.05859).
   *
   * @param embedding the tied embedding, E, [V, H]
   */
  public static Softmax tiedTo(ParameterLayout.Builder layout, EmbeddingTable embedding) {
    ParameterTensor weight = embedding.weight();
    return ofRows(weight, bias(layout, weight.columns(), weight.rows()));
  }

  /**
   * Creates a softmax over parameters that another head declared.
   *
   * @param rows Wᵀ, [V, H]: a row for each class
   * @param bias b, [1, V]
   */
  public static Softmax ofRows(ParameterTensor rows, ParameterTensor bias) {
    return new Softmax(new Classifier(rows, true, Optional.of(bias)), 0);
  }

  private static ParameterTensor bias(ParameterLayout.Builder layout, int width, int classes) {
    return layout.addBias("head.bias", classes, Initializer.Uniform.ofWidth(width));
  }

  @Override
  public OutputDistribution distribution() {
    return OutputDistribution.CATEGORICAL;
  }

  @Override
  public LossUnit lossUnit() {
    return LossUnit.NATS;
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    return new Forward(new ClassifierForward(classifier, memory, features, 1), smoothing);
  }

  private record Forward(ClassifierForward classifier, double smoothing) implements HeadForward {
    @Override
    public void parametersChanged() {
      classifier.parametersChanged();
    }

    @Override
    public double loss(Chunk chunk) {
      return classifier.loss(chunk.targets(), chunk.steps() * chunk.batch());
    }

    @Override
    public void outputs(Chunk chunk, OutputConsumer consumer) {
      classifier.logits(chunk.targets(), chunk.steps() * chunk.batch(), consumer);
    }

    @Override
    public HeadBackward openBackward(Matrix gradient) {
      return new Backward(new ClassifierBackward(classifier, gradient, smoothing));
    }
  }

  private record Backward(ClassifierBackward classifier) implements HeadBackward {
    @Override
    public double lossAndGradients(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      double sum = chunk.weightSum();
      double loss = classifier.lossAndGradients(chunk.targets(), positions, 1 / sum, chunk::weight);
      return loss * (chunk.targetCount() / sum);
    }

    @Override
    public Matrix featureGradient() {
      return classifier.featureGradient();
    }
  }
}
