package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.Optional;

/**
 * The input [x, o] of a layer, where o is one-hot, or a multiple of it, in some chunks. In such a
 * chunk o is given by its class, and its product with a weight is a row of the weight: the same
 * number without a product.
 *
 * <p>No gradient flows into o, so the gradient of the input is that of x.
 */
public final class OneHotInput {
  private final Operand vectors;
  private final Operand first;
  private final int[] classes;
  private final float[] factors;
  private final Optional<OneHotInput> below;
  private boolean classesAccepted;
  private boolean classesKnown;

  private OneHotInput(Operand vectors, Operand first, int[] classes, Optional<OneHotInput> below) {
    this.vectors = vectors;
    this.first = first;
    this.classes = classes;
    this.below = below;
    factors = new float[classes.length];
    Arrays.fill(factors, 1f);
  }

  /**
   * @param vectors [x, o], [T * B, E + C], filled in all other chunks
   * @param first x, [T * B, E], filled in chunks of classes
   * @param classes the class of each position in chunks of classes, {@link Chunk#NO_TARGET} where o
   *     is zero
   */
  public OneHotInput(Operand vectors, Operand first, int[] classes) {
    this(vectors, first, classes, Optional.empty());
  }

  /** Returns an input of the same shape, with the same classes, for the layer above. */
  OneHotInput above(PassMemory memory) {
    return new OneHotInput(
        memory.activations(vectors.columns()),
        memory.activations(first.columns()),
        classes,
        Optional.of(this));
  }

  /**
   * Must be called by a layer that reads classes when it is opened; else all chunks are vectors.
   */
  public void acceptClasses() {
    classesAccepted = true;
    below.ifPresent(OneHotInput::acceptClasses);
  }

  /** Returns whether the layer reads classes. */
  public boolean acceptsClasses() {
    return classesAccepted;
  }

  /** Sets whether the current chunk consists of classes. */
  public void setClassesKnown(boolean known) {
    classesKnown = known;
  }

  /** Returns whether the current chunk consists of classes. */
  public boolean classesKnown() {
    return classesKnown;
  }

  /** Returns [x, o], [T * B, E + C]. */
  public Operand vectors() {
    return vectors;
  }

  /** Returns x, [T * B, E]. */
  public Operand first() {
    return first;
  }

  /** Returns whether there is a class at a position. */
  boolean hasClass(int position) {
    return classes[position] != Chunk.NO_TARGET;
  }

  /** Returns the column of the class of a position in [x, o]. */
  int column(int position) {
    return first.columns() + classes[position];
  }

  /** Returns the number by which the one-hot vector of a position is multiplied. */
  float factor(int position) {
    return factors[position];
  }

  /** Sets the number by which the one-hot vector of a position is multiplied. */
  void setFactor(int position, float factor) {
    factors[position] = factor;
  }

  /**
   * Adds the products of o with a weight.
   *
   * @param weight [E + C, n]
   * @param products [T * B, n]
   * @param scratch two arrays of n elements
   */
  void addProducts(Operand weight, Matrix products, int rows, float[][] scratch) {
    int n = products.columns();
    for (int i = 0; i < rows; i++) {
      if (hasClass(i)) {
        weight.read(column(i) * n, scratch[1], n);
        add(products, i, factors[i], scratch);
      }
    }
  }

  /**
   * Computes the gradient of the rows of a weight that belong to o.
   *
   * @param products the gradient of the products, [T * B, n]
   * @param weightGradient [E + C, n]
   * @param scratch two arrays of n elements
   */
  void weightGradientInto(Operand products, Matrix weightGradient, int rows, float[][] scratch) {
    int n = products.columns();
    Arrays.fill(scratch[0], 0f);
    for (int row = first.columns(); row < weightGradient.rows(); row++) {
      weightGradient.put(row * n, scratch[0], n);
    }
    for (int i = 0; i < rows; i++) {
      if (hasClass(i)) {
        products.read(i * n, scratch[1], n);
        add(weightGradient, column(i), factors[i], scratch);
      }
    }
  }

  private static void add(Matrix to, int row, float factor, float[][] scratch) {
    int n = to.columns();
    to.get(row * n, scratch[0], n);
    Elementwise.addScaledInPlace(scratch[0], factor, scratch[1], n);
    to.put(row * n, scratch[0], n);
  }
}
