package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.Projection;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;

/**
 * The outputs y = h W + b of a head whose loss is computed from complete rows of them.
 *
 * @param weight W, [H, D]
 * @param bias b, [1, D]
 */
public record AffineOutput(ParameterTensor weight, ParameterTensor bias) {
  /**
   * Declares the parameters.
   *
   * @param width H, of the features
   * @param outputs D
   * @param initial the distribution of the initial weight
   */
  public static AffineOutput of(
      ParameterLayout.Builder layout, int width, int outputs, Initializer initial) {
    Initializer uniform = Initializer.Uniform.ofWidth(width);
    return new AffineOutput(
        layout.add("head.weight", width, outputs, initial),
        layout.addBias("head.bias", outputs, uniform));
  }

  /** Returns D, the number of outputs of a row. */
  public int width() {
    return weight.columns();
  }

  /** The forward half. */
  public static final class Forward {
    private final AffineOutput output;
    private final Projection projection;
    private final Matrix bias;
    private final float[] biasRow;

    /**
     * @param features h, [rows, H]
     */
    public Forward(AffineOutput output, PassMemory memory, Operand features) {
      this.output = output;
      projection = new Projection(memory, output.weight, features);
      bias = output.bias.in(memory.parameters());
      biasRow = new float[output.width()];
    }

    /** Must be called after the parameters were set or changed. */
    public void parametersChanged() {
      projection.parametersChanged();
      bias.get(0, biasRow, biasRow.length);
    }

    /** Computes the outputs of the first rows. */
    public void compute(int rows) {
      projection.forward(rows);
    }

    /** Copies a row of the outputs, [D]. */
    public void rowInto(int position, float[] row) {
      projection.products().matrix().get(position * biasRow.length, row, biasRow.length);
      Elementwise.addInPlace(row, biasRow, biasRow.length);
    }

    /**
     * Opens the backward half.
     *
     * @param gradient the flat gradient vector
     */
    public Backward openBackward(Matrix gradient) {
      return new Backward(this, gradient);
    }
  }

  /** The backward half. */
  public static final class Backward {
    private final Projection.Backward projection;
    private final Matrix biasGradient;
    private final float[] biasSum;
    private final float[] zeros;

    private Backward(Forward forward, Matrix gradient) {
      projection = forward.projection.openBackward(gradient);
      biasGradient = forward.output.bias.in(gradient);
      biasSum = new float[biasGradient.size()];
      zeros = new float[biasGradient.size()];
    }

    /** Begins the gradients of a chunk. */
    public void begin() {
      Arrays.fill(biasSum, 0f);
    }

    /** Stores the gradient of a row of the outputs, [D]. */
    public void putRow(int position, float[] row) {
      Elementwise.addInPlace(biasSum, row, biasSum.length);
      projection.products().put(position * biasSum.length, row, biasSum.length);
    }

    /** Stores the gradient of a row that is not used. */
    public void putZeros(int position) {
      projection.products().put(position * zeros.length, zeros, zeros.length);
    }

    /** Computes the gradients of parameters and features from those of the first rows. */
    public void finish(int rows) {
      biasGradient.put(0, biasSum, biasSum.length);
      projection.backward(rows);
    }

    /** Returns the gradient of the features, [rows, H]. */
    public Matrix featureGradient() {
      return projection.inputGradient();
    }
  }
}
