package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Projection;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/** The backward half of one gated convolution. */
final class GatedConvolutionBackward {
  private final GatedConvolutionForward forward;
  private final Projection.Backward gates;
  private final Projection.Backward outputs;
  private final Matrix gateBiasGradient;
  private final Matrix outputBiasGradient;
  private final float[] gateBiasSum;
  private final float[] outputBiasSum;
  private final float[] outputRow;
  private final float[] unitGradient;
  private final float[] filters;
  private final float[] gateRow;
  private final float[] both;

  /**
   * @param gradient the flat vector that the gradients of the parameters are written to
   */
  GatedConvolutionBackward(GatedConvolutionForward forward, Matrix gradient) {
    this.forward = forward;
    gates = forward.gates().openBackward(gradient);
    outputs = forward.outputProjection().openBackward(gradient);
    gateBiasGradient = forward.convolution().gateBias().in(gradient);
    outputBiasGradient = forward.convolution().outputBias().in(gradient);
    gateBiasSum = new float[gateBiasGradient.size()];
    outputBiasSum = new float[outputBiasGradient.size()];
    outputRow = new float[outputBiasSum.length];
    int hidden = forward.convolution().hidden();
    unitGradient = new float[hidden];
    filters = new float[hidden];
    gateRow = new float[hidden];
    both = new float[2 * hidden];
  }

  /** Returns the width of the residual output, R, or 0 if it is not used. */
  int residual() {
    return forward.convolution().residual();
  }

  /** Returns the gradient of [z W_r + b_r, s], [T * B, R + S], which the caller fills. */
  Matrix outputGradient() {
    return outputs.products();
  }

  /**
   * Computes the gradients of the parameters, and adds that of the input.
   *
   * @param mode the mode of the forward pass
   * @param inputGradient the gradient of x, [T * B, R]
   */
  void backward(Chunk chunk, ForwardMode mode, Matrix inputGradient) {
    int positions = chunk.steps() * chunk.batch();
    Arrays.fill(outputBiasSum, 0f);
    for (int i = 0; i < positions; i++) {
      outputs.products().get(i * outputRow.length, outputRow, outputRow.length);
      Elementwise.addInPlace(outputBiasSum, outputRow, outputRow.length);
    }
    outputBiasGradient.put(0, outputBiasSum, outputBiasSum.length);
    outputs.backward(positions);
    forward.mask().ifPresent(mask -> mask.applyInPlace(outputs.inputGradient(), positions, mode));
    Arrays.fill(gateBiasSum, 0f);
    for (int i = 0; i < positions; i++) {
      throughGates(i);
    }
    gateBiasGradient.put(0, gateBiasSum, gateBiasSum.length);
    gates.backward(positions);
    forward.window().addGradient(chunk, forward.steps(), gates.inputGradient(), inputGradient);
  }

  /** Computes the gradients of both products of a position from that of z. */
  private void throughGates(int i) {
    Matrix activations = forward.gates().products().matrix();
    int n = unitGradient.length;
    outputs.inputGradient().get(i * n, unitGradient, n);
    activations.get(2 * i * n, filters, n);
    activations.get((2 * i + 1) * n, gateRow, n);
    for (int k = 0; k < n; k++) {
      both[k] = unitGradient[k] * gateRow[k] * (1f - filters[k] * filters[k]);
    }
    for (int k = 0; k < n; k++) {
      both[n + k] = unitGradient[k] * filters[k] * gateRow[k] * (1f - gateRow[k]);
    }
    Elementwise.addInPlace(gateBiasSum, both, 2 * n);
    gates.products().put(2 * i * n, both, 2 * n);
  }
}
