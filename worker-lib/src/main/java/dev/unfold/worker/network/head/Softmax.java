package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.Tensor;
import dev.unfold.worker.tensor.Operand;

/** p(v | h) = softmax(h W + b)ᵥ with the cross-entropy of the targets, over V classes. */
public final class Softmax {
  private final Tensor weight;
  private final Tensor bias;

  /**
   * @param width H, of its input
   * @param classes V
   */
  public Softmax(ParameterLayout.Builder layout, int width, int classes) {
    Initializer uniform = Initializer.Uniform.ofWidth(width);
    weight = layout.add("head.weight", width, classes, uniform);
    bias = layout.add("head.bias", 1, classes, uniform);
  }

  /**
   * Opens its forward half.
   *
   * @param features [T * B, H]
   */
  public SoftmaxForward open(PassMemory memory, Operand features) {
    return new SoftmaxForward(this, memory, features);
  }

  Tensor weight() {
    return weight;
  }

  Tensor bias() {
    return bias;
  }
}
