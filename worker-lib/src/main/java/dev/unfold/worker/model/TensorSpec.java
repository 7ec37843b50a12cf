package dev.unfold.worker.model;

import java.util.Arrays;
import java.util.List;

/**
 * The name and shape of a float32 tensor.
 *
 * @param name the name, unique in the file
 * @param shape the dimensions, slowest first; empty for a scalar
 */
public record TensorSpec(String name, List<Long> shape) {
  /** The maximum number of dimensions, which is that of NumPy. */
  static final int MAX_RANK = 64;

  /** The key of the metadata in the header of a file; no tensor can have this name. */
  static final String METADATA = "__metadata__";

  public TensorSpec {
    shape = List.copyOf(shape);
    if (name.equals(METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be named " + METADATA);
    }
    if (shape.size() > MAX_RANK) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_RANK + " dimensions, found " + shape.size());
    }
    if (shape.stream().anyMatch(dimension -> dimension < 0)) {
      throw new IllegalArgumentException("expected no negative dimension, found shape " + shape);
    }
    try {
      Math.multiplyExact(product(shape), Float.BYTES);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected a size in bytes below 2^63, found shape " + shape, e);
    }
  }

  public static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, Arrays.stream(shape).boxed().toList());
  }

  /** Returns the product of the dimensions. */
  public long elements() {
    return product(shape);
  }

  /** Returns the size of the values in a file, in bytes. */
  public long bytes() {
    return elements() * Float.BYTES;
  }

  private static long product(List<Long> shape) {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
