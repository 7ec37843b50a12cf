package dev.unfold.worker.network.head;

import dev.unfold.worker.parameters.ParameterTensor;

/**
 * A cluster of rare classes: p(c | h, cluster) = softmax(h P W)꜀.
 *
 * @param first the first class
 * @param projection P, [H, K]
 * @param classifier W, [K, classes]
 */
record TailCluster(int first, ParameterTensor projection, Classifier classifier) {
  /** Returns the index after the last class. */
  int end() {
    return first + classifier.classes();
  }
}
