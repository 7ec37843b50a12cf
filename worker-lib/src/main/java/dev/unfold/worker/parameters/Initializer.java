package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;

/** The distribution from which the initial values of a tensor are drawn. */
public interface Initializer {
  /** Sets every element of a tensor. */
  void fill(Matrix tensor, CounterRandom random);

  /** A distribution from which every element is drawn independently. */
  interface ByIndex extends Initializer {
    /** Draws the value at an index of the tensor. */
    float draw(CounterRandom random, int index);

    @Override
    default void fill(Matrix tensor, CounterRandom random) {
      for (int i = 0; i < tensor.size(); i++) {
        tensor.put(i, draw(random, i));
      }
    }
  }

  /** The uniform distribution in [-bound, bound). */
  record Uniform(double bound) implements ByIndex {
    /**
     * Returns the distribution with bound 1 / √width, PyTorch's default for recurrent and linear
     * layers.
     */
    public static Uniform ofWidth(int width) {
      return new Uniform(1 / Math.sqrt(width));
    }

    /**
     * Returns the distribution of {@link Glorot} for a map from {@code in} to {@code out} numbers.
     */
    public static Uniform glorot(int in, int out) {
      return new Uniform(Math.sqrt(6.0 / (in + out)));
    }

    @Override
    public float draw(CounterRandom random, int index) {
      return (float) (bound * (2 * random.uniform(index) - 1));
    }
  }

  /**
   * The normal distribution with mean 0; with a deviation of 1 it is PyTorch's default for
   * embeddings.
   */
  record Normal(double deviation) implements ByIndex {
    @Override
    public float draw(CounterRandom random, int index) {
      return (float) (deviation * random.gaussian(index));
    }
  }

  /**
   * The uniform distribution with bound √(6 / (rows + columns)) of the weight of a linear map
   * (Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
   * networks").
   */
  record Glorot() implements Initializer {
    @Override
    public void fill(Matrix tensor, CounterRandom random) {
      Uniform.glorot(tensor.rows(), tensor.columns()).fill(tensor, random);
    }
  }

  /** The same value for every element. */
  record Constant(float value) implements ByIndex {
    @Override
    public float draw(CounterRandom random, int index) {
      return value;
    }
  }

  /**
   * A distribution that adds a constant to a range of elements of another distribution.
   *
   * @param first the first element of the range
   * @param count the number of elements of the range
   */
  record RaisedPart(ByIndex all, int first, int count, float by) implements ByIndex {
    @Override
    public float draw(CounterRandom random, int index) {
      float value = all.draw(random, index);
      return index >= first && index < first + count ? value + by : value;
    }
  }
}
