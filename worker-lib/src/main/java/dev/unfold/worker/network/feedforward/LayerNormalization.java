package dev.unfold.worker.network.feedforward;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.HalvingReduction;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Layer normalization (Ba et al. 2016, arXiv 1607.06450) of the vector x of each step, of width H:
 *
 * <pre>
 *   μ = Σ xᵢ / H
 *   σ² = Σ (xᵢ - μ)² / H
 *   x̂ = (x - μ) / √(σ² + ε)
 *   y = g ⊙ x̂ + b
 * </pre>
 *
 * with ε = 1e-5, PyTorch's default, gain g = 1 and bias b = 0 at first.
 *
 * @param gain g, [1, H]
 * @param bias b, [1, H]
 */
public record LayerNormalization(ParameterTensor gain, ParameterTensor bias) implements Layer {
  private static final double EPSILON = 1e-5;

  /**
   * Adds its tensors to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param width H
   */
  public static LayerNormalization of(ParameterLayout.Builder layout, String prefix, int width) {
    return new LayerNormalization(
        layout.addBias(prefix + ".gain", width, new Initializer.Constant(1)),
        layout.addBias(prefix + ".bias", width, new Initializer.Constant(0)));
  }

  @Override
  public int width() {
    return gain.columns();
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new Forward(this, memory, input.matrix());
  }

  private static final class Forward implements LayerForward {
    private final LayerNormalization layer;
    private final PassMemory memory;
    private final Matrix input;
    private final Matrix normalized;
    private final float[] inverseDeviations;
    private final Operand output;
    private final HalvingReduction fold;
    private final float[] gain;
    private final float[] bias;
    private final float[] row;
    private final float[] scratch;

    Forward(LayerNormalization layer, PassMemory memory, Matrix input) {
      this.layer = layer;
      this.memory = memory;
      this.input = input;
      int width = layer.width();
      normalized = memory.workspace().matrix(memory.positions(), width);
      inverseDeviations = new float[memory.positions()];
      output = memory.activations(width);
      fold = new HalvingReduction(width);
      gain = new float[width];
      bias = new float[width];
      row = new float[width];
      scratch = new float[width];
    }

    @Override
    public void parametersChanged() {
      layer.gain.in(memory.parameters()).get(0, gain, gain.length);
      layer.bias.in(memory.parameters()).get(0, bias, bias.length);
    }

    /** Uses the same inputs as outputs; the others are computed, too, which is cheap. */
    @Override
    public void restrict(Chunk chunk, boolean[] used) {
      // Each step is mapped by itself.
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      int n = row.length;
      for (int i = 0; i < positions; i++) {
        input.get(i * n, row, n);
        inverseDeviations[i] = normalize();
        normalized.put(i * n, row, n);
        for (int k = 0; k < n; k++) {
          row[k] = row[k] * gain[k] + bias[k];
        }
        output.matrix().put(i * n, row, n);
      }
      output.rows(0, positions).refresh();
    }

    /** Replaces x by x̂ and returns 1 / √(σ² + ε). */
    private float normalize() {
      int n = row.length;
      System.arraycopy(row, 0, scratch, 0, n);
      float mean = (float) (fold.sum(scratch, n) / n);
      for (int k = 0; k < n; k++) {
        row[k] -= mean;
      }
      Arrays.fill(scratch, 0f);
      Elementwise.addSquaresInPlace(scratch, row, n);
      float inverse = (float) (1 / Math.sqrt(fold.sum(scratch, n) / n + EPSILON));
      Elementwise.scaleInPlace(row, inverse, n);
      return inverse;
    }

    @Override
    public Operand output() {
      return output;
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward(this, gradient, outputGradient);
    }
  }

  private static final class Backward implements LayerBackward {
    private final Forward forward;
    private final Matrix outputGradient;
    private final Matrix inputGradient;
    private final Matrix gainGradient;
    private final Matrix biasGradient;
    private final float[] gainSum;
    private final float[] biasSum;
    private final float[] dy;
    private final float[] normalized;
    private final float[] products;

    Backward(Forward forward, Matrix gradient, Matrix outputGradient) {
      this.forward = forward;
      this.outputGradient = outputGradient;
      int width = forward.row.length;
      inputGradient = forward.memory.workspace().matrix(forward.memory.positions(), width);
      gainGradient = forward.layer.gain.in(gradient);
      biasGradient = forward.layer.bias.in(gradient);
      gainSum = new float[width];
      biasSum = new float[width];
      dy = new float[width];
      normalized = new float[width];
      products = new float[width];
    }

    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      Arrays.fill(gainSum, 0f);
      Arrays.fill(biasSum, 0f);
      int n = dy.length;
      for (int i = 0; i < chunk.steps() * chunk.batch(); i++) {
        outputGradient.get(i * n, dy, n);
        forward.normalized.get(i * n, normalized, n);
        Elementwise.addInPlace(biasSum, dy, n);
        for (int k = 0; k < n; k++) {
          gainSum[k] += dy[k] * normalized[k];
        }
        throughNormalization(forward.inverseDeviations[i]);
        inputGradient.put(i * n, dy, n);
      }
      gainGradient.put(0, gainSum, n);
      biasGradient.put(0, biasSum, n);
    }

    /**
     * Replaces dy by dx = (dx̂ - Σ dx̂ᵢ / H - x̂ Σ dx̂ᵢ x̂ᵢ / H) / √(σ² + ε), where dx̂ = g ⊙ dy.
     */
    private void throughNormalization(float inverseDeviation) {
      int n = dy.length;
      float[] gain = forward.gain;
      for (int k = 0; k < n; k++) {
        dy[k] *= gain[k];
        products[k] = dy[k] * normalized[k];
      }
      float alongNormalized = (float) (forward.fold.sum(products, n) / n);
      System.arraycopy(dy, 0, products, 0, n);
      float mean = (float) (forward.fold.sum(products, n) / n);
      for (int k = 0; k < n; k++) {
        dy[k] = inverseDeviation * (dy[k] - mean - normalized[k] * alongNormalized);
      }
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(inputGradient);
    }
  }
}
