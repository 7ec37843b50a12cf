package dev.unfold.worker.network.negative;

import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/** The gradients of the weights and biases of the classes of a chunk; all others stay zero. */
final class ClassGradients {
  private final Matrix vector;
  private final Matrix weight;
  private final Matrix bias;
  private final SparseRows weightRows;
  private final SparseRows biasElements;
  private final float[] sum;

  /**
   * @param weight the tensor of W, [V, H]
   * @param bias the tensor of b, [1, V]
   * @param vector the flat gradient vector
   */
  ClassGradients(ParameterTensor weight, ParameterTensor bias, Matrix vector) {
    this.vector = vector;
    this.weight = weight.in(vector);
    this.bias = bias.in(vector);
    weightRows = SparseRows.of(weight);
    biasElements = SparseRows.ofElements(bias);
    sum = new float[weight.columns()];
  }

  /** Sets the gradients of the previous chunk to zero. */
  void begin() {
    weightRows.setToZero(vector);
    biasElements.setToZero(vector);
  }

  /**
   * Adds to the gradients of a class.
   *
   * @param ofWeight [H]
   */
  void add(int id, float[] ofWeight, float ofBias) {
    weightRows.touch(id);
    biasElements.touch(id);
    int from = id * sum.length;
    weight.get(from, sum, sum.length);
    Elementwise.addInPlace(sum, ofWeight, sum.length);
    weight.put(from, sum, sum.length);
    bias.put(id, bias.get(id) + ofBias);
  }

  /** Returns the touched rows of W and the touched elements of b. */
  List<SparseRows> touched() {
    return List.of(weightRows, biasElements);
  }
}
