package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.ParameterSlot;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The forward half of a product x W, computed row by row. */
public final class Projection {
  private final PassMemory memory;
  private final ParameterSlot tensor;
  private final Operand input;
  private final Operand weight;
  private final Operand products;

  /**
   * @param tensor W, [in, out]
   * @param input x, [rows, in], refreshed by its producer
   */
  public Projection(PassMemory memory, ParameterSlot tensor, Operand input) {
    this.memory = memory;
    this.tensor = tensor;
    this.input = input;
    weight = memory.gemm().operand(tensor.in(memory.parameters()), memory.workspace());
    products = memory.operand(input.rows(), tensor.columns());
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    weight.refresh();
  }

  /** Computes the products of the first rows, which are not refreshed. */
  public void forward(int rows) {
    Matrix to = products.matrix().rows(0, rows);
    memory.gemm().multiplyInto(input.rows(0, rows), weight, to);
  }

  /** Returns x W, [rows, out]. */
  public Operand products() {
    return products;
  }

  /**
   * Opens the backward half.
   *
   * @param gradient the flat vector that the gradient of W is written to
   */
  public Backward openBackward(Matrix gradient) {
    return new Backward(this, gradient);
  }

  /** The backward half. */
  public static final class Backward {
    private final Projection forward;
    private final Matrix weightGradient;
    private final Operand products;
    private final Matrix inputGradient;

    Backward(Projection forward, Matrix gradient) {
      this.forward = forward;
      PassMemory memory = forward.memory;
      weightGradient = forward.tensor.in(gradient);
      products = memory.operand(forward.products.rows(), forward.products.columns());
      inputGradient = memory.workspace().matrix(forward.input.rows(), forward.input.columns());
    }

    /** Returns the gradient of x W, [rows, out], which the caller fills. */
    public Matrix products() {
      return products.matrix();
    }

    /** Computes the gradients of W and of the first rows of x. */
    public void backward(int rows) {
      Operand from = products.rows(0, rows);
      from.refresh();
      PassMemory memory = forward.memory;
      memory.gemm().multiplyTnInto(forward.input.rows(0, rows), from, weightGradient, false);
      memory.gemm().multiplyNtInto(from, forward.weight, inputGradient.rows(0, rows));
    }

    /** Returns the gradient of x, [rows, in]. */
    public Matrix inputGradient() {
      return inputGradient;
    }
  }
}
