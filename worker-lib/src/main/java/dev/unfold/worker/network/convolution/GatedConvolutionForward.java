package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.layer.DropoutMask;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.Projection;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/** The forward half of one gated convolution. */
final class GatedConvolutionForward {
  private final GatedConvolution convolution;
  private final PassMemory memory;
  private final Matrix input;
  private final InputWindow window;
  private final UsedSteps steps;
  private final Projection gates;
  private final Operand units;
  private final Optional<DropoutMask> mask;
  private final Projection outputs;
  private final float[] gateBias;
  private final float[] outputBias;
  private final float[] filters;
  private final float[] gateRow;
  private final float[] outputRow;

  /**
   * @param input x, [T * B, R]
   * @param carry the carried states
   */
  GatedConvolutionForward(
      GatedConvolution convolution, PassMemory memory, Operand input, List<Matrix> carry) {
    this.convolution = convolution;
    this.memory = memory;
    this.input = input.matrix();
    window = new InputWindow(memory, convolution.offsets(), input, carry);
    steps = new UsedSteps(memory.positions());
    gates = new Projection(memory, convolution.gateWeight(), window.output());
    units = memory.activations(convolution.hidden());
    mask = convolution.mask();
    outputs = new Projection(memory, convolution.outputWeight(), units);
    gateBias = new float[convolution.gateBias().columns()];
    outputBias = new float[convolution.outputBias().columns()];
    filters = new float[convolution.hidden()];
    gateRow = new float[convolution.hidden()];
    outputRow = new float[outputBias.length];
  }

  void parametersChanged() {
    gates.parametersChanged();
    outputs.parametersChanged();
    convolution.gateBias().in(memory.parameters()).get(0, gateBias, gateBias.length);
    convolution.outputBias().in(memory.parameters()).get(0, outputBias, outputBias.length);
  }

  /** Computes the outputs of a chunk, and carries the inputs on. */
  void forward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    steps.useAll(positions);
    window.forward(chunk, steps);
    gates.forward(positions);
    activate(positions);
    mask.ifPresent(dropout -> dropout.applyInPlace(units.matrix(), positions, mode));
    units.rows(0, positions).refresh();
    outputs.forward(positions);
    addBias(positions);
  }

  /** Replaces the products by tanh and σ, and computes z. */
  private void activate(int positions) {
    Matrix products = gates.products().matrix();
    int n = filters.length;
    for (int i = 0; i < positions; i++) {
      products.get(2 * i * n, filters, n);
      addBias(filters, gateBias, 0);
      Elementwise.tanhInPlace(filters, n);
      products.put(2 * i * n, filters, n);
      products.get((2 * i + 1) * n, gateRow, n);
      addBias(gateRow, gateBias, n);
      Elementwise.sigmoidInPlace(gateRow, n);
      products.put((2 * i + 1) * n, gateRow, n);
      for (int k = 0; k < n; k++) {
        filters[k] *= gateRow[k];
      }
      units.matrix().put(i * n, filters, n);
    }
  }

  private static void addBias(float[] row, float[] bias, int first) {
    for (int k = 0; k < row.length; k++) {
      row[k] += bias[first + k];
    }
  }

  private void addBias(int positions) {
    Matrix products = outputs.products().matrix();
    for (int i = 0; i < positions; i++) {
      products.get(i * outputRow.length, outputRow, outputRow.length);
      Elementwise.addInPlace(outputRow, outputBias, outputRow.length);
      products.put(i * outputRow.length, outputRow, outputRow.length);
    }
  }

  /** Returns x, [T * B, R]. */
  Matrix input() {
    return input;
  }

  /** Returns [z W_r + b_r, s], [T * B, R + S]. */
  Matrix outputs() {
    return outputs.products().matrix();
  }

  /** Returns the tensors. */
  GatedConvolution convolution() {
    return convolution;
  }

  /** Returns the rows of the windows: one for each position. */
  UsedSteps steps() {
    return steps;
  }

  /** Returns the inputs that each step sees. */
  InputWindow window() {
    return window;
  }

  /** Returns the product with the window; holds [tanh, σ], [T * B, 2 H]. */
  Projection gates() {
    return gates;
  }

  /** Returns the dropout of z, if there is any. */
  Optional<DropoutMask> mask() {
    return mask;
  }

  /** Returns the product with z. */
  Projection outputProjection() {
    return outputs;
  }
}
