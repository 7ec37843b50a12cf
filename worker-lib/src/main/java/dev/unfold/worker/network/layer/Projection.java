package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.Optional;

/** The forward half of a product x W, computed row by row. */
public final class Projection {
  private final PassMemory memory;
  private final ParameterTensor tensor;
  private final Operand input;
  private final Operand weight;
  private final Operand products;
  private final Optional<OneHotInput> classes;
  private final Operand firstWeight;
  private final float[][] scratch;

  /**
   * @param tensor W, [in, out]
   * @param input x, [rows, in], refreshed by its producer
   */
  public Projection(PassMemory memory, ParameterTensor tensor, Operand input) {
    this(memory, tensor, input, Optional.empty());
  }

  /**
   * @param tensor W, [in, out]
   * @param input x, which ends in classes in some chunks
   */
  public Projection(PassMemory memory, ParameterTensor tensor, OneHotInput input) {
    this(memory, tensor, input.vectors(), Optional.of(input));
    input.acceptClasses();
  }

  private Projection(
      PassMemory memory, ParameterTensor tensor, Operand input, Optional<OneHotInput> classes) {
    this.memory = memory;
    this.classes = classes;
    this.tensor = tensor;
    this.input = input;
    weight = memory.gemm().operand(tensor.in(memory.parameters()), memory.workspace());
    products = memory.operand(input.rows(), tensor.columns());
    firstWeight = weight.rows(0, gradientColumns());
    scratch = new float[classes.isPresent() ? 2 : 0][tensor.columns()];
  }

  /** Returns the number of columns of x whose gradient is computed, which come first. */
  private int gradientColumns() {
    return classes.map(OneHotInput::first).orElse(input).columns();
  }

  private boolean readsClasses() {
    return classes.isPresent() && classes.get().classesKnown();
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    weight.refresh();
  }

  /** Computes the products of the first rows, which are not refreshed. */
  public void forward(int rows) {
    Matrix to = products.matrix().rows(0, rows);
    if (readsClasses()) {
      memory.gemm().multiplyInto(classes.get().first().rows(0, rows), firstWeight, to);
      classes.get().addProducts(weight, to, rows, scratch);
    } else {
      memory.gemm().multiplyInto(input.rows(0, rows), weight, to);
    }
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
    private final Matrix firstWeightGradient;

    Backward(Projection forward, Matrix gradient) {
      this.forward = forward;
      PassMemory memory = forward.memory;
      weightGradient = forward.tensor.in(gradient);
      products = memory.operand(forward.products.rows(), forward.products.columns());
      int columns = forward.gradientColumns();
      inputGradient = memory.workspace().matrix(forward.input.rows(), columns);
      firstWeightGradient = weightGradient.rows(0, columns);
    }

    /** Returns the gradient of x W, [rows, out], which the caller fills. */
    public Matrix products() {
      return products.matrix();
    }

    /** Computes the gradients of W and of the first rows of x. */
    public void backward(int rows) {
      Operand from = products.rows(0, rows);
      from.refresh();
      Gemm gemm = forward.memory.gemm();
      if (forward.readsClasses()) {
        OneHotInput classes = forward.classes.get();
        gemm.multiplyTnInto(classes.first().rows(0, rows), from, firstWeightGradient, false);
        classes.weightGradientInto(from, weightGradient, rows, forward.scratch);
      } else {
        gemm.multiplyTnInto(forward.input.rows(0, rows), from, weightGradient, false);
      }
      gemm.multiplyNtInto(from, forward.firstWeight, inputGradient.rows(0, rows));
    }

    /** Returns the gradient of x, [rows, in], or of its part that does not end in classes. */
    public Matrix inputGradient() {
      return inputGradient;
    }
  }
}
