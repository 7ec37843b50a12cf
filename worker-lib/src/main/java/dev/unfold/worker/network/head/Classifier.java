package dev.unfold.worker.network.head;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import java.util.Optional;

/**
 * The parameters of p(c | x) = softmax(x W + b)꜀ over C classes. {@link ClassifierBackward}
 * computes the cross-entropy of the targets in training, {@link SoftmaxRow} that of one row.
 *
 * @param weight W, [K, C]; [C, K] if it is transposed
 * @param transposed whether W is read transposed
 * @param bias b, [1, C], if there is one
 */
record Classifier(ParameterTensor weight, boolean transposed, Optional<ParameterTensor> bias) {
  /**
   * Creates a classifier with a weight of its own and no bias.
   *
   * @param name the name of the weight
   * @param width K, of its input
   * @param classes C
   */
  static Classifier unbiased(ParameterLayout.Builder layout, String name, int width, int classes) {
    ParameterTensor weight = layout.add(name, width, classes, Initializer.Uniform.ofWidth(width));
    return new Classifier(weight, false, Optional.empty());
  }

  int classes() {
    return transposed ? weight.rows() : weight.columns();
  }

  /** Returns the input width, K. */
  int width() {
    return transposed ? weight.columns() : weight.rows();
  }
}
