package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of the flat vector that holds all parameters of a network: the position of each
 * tensor.
 */
public final class ParameterLayout {
  private static final int CACHE_LINE = 16;

  private final List<ParameterTensor> tensors;
  private final int length;

  private ParameterLayout(List<ParameterTensor> tensors, int length) {
    this.tensors = List.copyOf(tensors);
    this.length = length;
  }

  /** Returns the tensors in the order of the vector. */
  public List<ParameterTensor> tensors() {
    return tensors;
  }

  /**
   * Returns the number of floats of the vector, including the padding between tensors, which stays
   * zero.
   */
  public int length() {
    return length;
  }

  /** Returns P, the number of parameters, without padding. */
  public long parameterCount() {
    return tensors.stream().mapToLong(ParameterTensor::size).sum();
  }

  /** Draws the initial values, which are the same for a seed on every machine. */
  public void initialize(Matrix vector, long seed) {
    CounterRandom random = new CounterRandom(seed).derive(RandomSubstreams.INITIAL_PARAMETERS);
    for (int i = 0; i < tensors.size(); i++) {
      ParameterTensor tensor = tensors.get(i);
      tensor.initializer().fill(tensor.in(vector), random.derive(i));
    }
  }

  /** Collects the tensors of a network. */
  public static final class Builder {
    private final List<ParameterTensor> tensors = new ArrayList<>();
    private long length;

    /**
     * Appends a tensor. A dimension that is the sum of large widths may have overflowed.
     *
     * @throws OversizeException if the vector exceeds 2 GB
     */
    public ParameterTensor add(String name, int rows, int columns, Initializer initializer) {
      return add(name, rows, columns, initializer, false);
    }

    /**
     * Appends a bias or a gain: one row.
     *
     * @throws OversizeException if the vector exceeds 2 GB
     */
    public ParameterTensor addBias(String name, int columns, Initializer initializer) {
      return add(name, 1, columns, initializer, true);
    }

    private ParameterTensor add(
        String name, int rows, int columns, Initializer initializer, boolean bias) {
      long size = (long) rows * columns;
      long bytes = (length + size) * Float.BYTES;
      if (rows < 0 || columns < 0 || bytes > Integer.MAX_VALUE - CACHE_LINE * Float.BYTES) {
        throw new OversizeException(
            "the parameters outgrow 2 GB at " + name + " [" + rows + ", " + columns + "]");
      }
      ParameterTensor tensor =
          new ParameterTensor(name, rows, columns, (int) length, initializer, bias);
      tensors.add(tensor);
      length = (length + size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
      return tensor;
    }

    public ParameterLayout build() {
      return new ParameterLayout(tensors, (int) length);
    }
  }
}
