package dev.unfold.worker.network.feedforward;

import dev.unfold.worker.network.layer.OneHotInput;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.Projection;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;

/**
 * The layer y = f(x W + b), applied row by row.
 *
 * @param weight W, [in, out]
 * @param bias b, [1, out]
 * @param activation f
 */
public record Dense(ParameterTensor weight, ParameterTensor bias, Activation activation) {
  /**
   * Adds the tensors of a layer to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   */
  public static Dense of(
      ParameterLayout.Builder layout,
      String prefix,
      int inputs,
      int outputs,
      Activation activation) {
    Initializer uniform = Initializer.Uniform.ofWidth(inputs);
    return new Dense(
        layout.add(prefix + ".weight", inputs, outputs, uniform),
        layout.addBias(prefix + ".bias", outputs, uniform),
        activation);
  }

  /**
   * Opens its forward half.
   *
   * @param input x, [rows, in], refreshed by its producer
   */
  public Forward open(PassMemory memory, Operand input) {
    return new Forward(this, memory, new Projection(memory, weight, input));
  }

  /**
   * Opens its forward half over an input that ends in classes in some chunks. The gradient of the
   * input is that of the columns before.
   */
  public Forward openOverClasses(PassMemory memory, OneHotInput input) {
    return new Forward(this, memory, new Projection(memory, weight, input));
  }

  /** The forward half. */
  public static final class Forward {
    private final Dense dense;
    private final Projection projection;
    private final Matrix bias;
    private final float[] biasRow;
    private final float[] row;

    Forward(Dense dense, PassMemory memory, Projection projection) {
      this.dense = dense;
      this.projection = projection;
      bias = dense.bias.in(memory.parameters());
      biasRow = new float[bias.size()];
      row = new float[bias.size()];
    }

    /** Must be called after the parameters were set or changed. */
    public void parametersChanged() {
      projection.parametersChanged();
      bias.get(0, biasRow, biasRow.length);
    }

    /** Computes the first rows. */
    public void forward(int rows) {
      projection.forward(rows);
      Matrix values = output().matrix();
      for (int i = 0; i < rows; i++) {
        values.get(i * row.length, row, row.length);
        Elementwise.addInPlace(row, biasRow, row.length);
        ActivationFunction.apply(dense.activation, row, row.length);
        values.put(i * row.length, row, row.length);
      }
      output().rows(0, rows).refresh();
    }

    /** Returns y, [rows, out]. */
    public Operand output() {
      return projection.products();
    }

    /**
     * Opens the backward half.
     *
     * @param gradient the flat vector that the gradients of the parameters are written to
     * @param outputGradient [rows, out]
     */
    public Backward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward(this, gradient, outputGradient);
    }
  }

  /** The backward half. */
  public static final class Backward {
    private final Dense dense;
    private final Matrix output;
    private final Matrix outputGradient;
    private final Projection.Backward projection;
    private final Matrix biasGradient;
    private final float[] y;
    private final float[] dy;
    private final float[] biasSum;

    Backward(Forward forward, Matrix gradient, Matrix outputGradient) {
      dense = forward.dense;
      this.outputGradient = outputGradient;
      output = forward.output().matrix();
      projection = forward.projection.openBackward(gradient);
      biasGradient = forward.dense.bias.in(gradient);
      y = new float[biasGradient.size()];
      dy = new float[y.length];
      biasSum = new float[y.length];
    }

    /** Computes the gradients of the parameters and of the first rows of the input. */
    public void backward(int rows) {
      Arrays.fill(biasSum, 0f);
      int n = y.length;
      for (int i = 0; i < rows; i++) {
        output.get(i * n, y, n);
        outputGradient.get(i * n, dy, n);
        ActivationFunction.multiplyByDerivative(dense.activation, dy, y, n);
        Elementwise.addInPlace(biasSum, dy, n);
        projection.products().put(i * n, dy, n);
      }
      biasGradient.put(0, biasSum, n);
      projection.backward(rows);
    }

    /** Returns the gradient of x, [rows, in]. */
    public Matrix inputGradient() {
      return projection.inputGradient();
    }
  }
}
