package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;

/**
 * A named part of the parameter vector.
 *
 * @param name the name in the weight file, unique in the network
 * @param offset the offset of the first element in the vector; a multiple of 16 floats, a cache
 *     line
 * @param initializer the initializer of the initial values
 * @param bias whether it is added to products of weights or scales them, one number for each
 *     output: a bias or a gain
 */
public record ParameterTensor(
    String name, int rows, int columns, int offset, Initializer initializer, boolean bias) {
  public int size() {
    return rows * columns;
  }

  /**
   * Returns the view of this tensor in a vector of the layout: the parameters, or their gradient.
   */
  public Matrix in(Matrix vector) {
    return vector.reshape(offset, rows, columns);
  }
}
