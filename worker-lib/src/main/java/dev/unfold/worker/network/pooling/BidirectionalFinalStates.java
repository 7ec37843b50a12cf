package dev.unfold.worker.network.pooling;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Last-step pooling of a bidirectional layer: concatenates the forward half of a step's output with
 * the backward half of the first step's output.
 *
 * @param half H: the width of one direction
 */
public record BidirectionalFinalStates(int half) implements Layer {
  @Override
  public int width() {
    return 2 * half;
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new Forward(half, memory, input.matrix(), memory.activations(2 * half));
  }

  private record Forward(int half, PassMemory memory, Matrix input, Operand output)
      implements LayerForward {
    @Override
    public void parametersChanged() {
      // There are no parameters.
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      int batch = chunk.batch();
      int positions = chunk.steps() * batch;
      int width = 2 * half;
      for (int i = 0; i < positions; i++) {
        output.matrix().copy(i * width, input, i * width, half);
        output.matrix().copy(i * width + half, input, i % batch * width + half, half);
      }
      output.rows(0, positions).refresh();
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), input.columns());
      return new Backward(half, outputGradient, inputGradient);
    }
  }

  private static final class Backward implements LayerBackward {
    private final Matrix outputGradient;
    private final Matrix gradient;
    private final float[] zeros;
    private final float[] sum;
    private final float[] addend;

    Backward(int half, Matrix outputGradient, Matrix gradient) {
      this.outputGradient = outputGradient;
      this.gradient = gradient;
      zeros = new float[half];
      sum = new float[half];
      addend = new float[half];
    }

    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      int half = zeros.length;
      int width = 2 * half;
      for (int i = 0; i < chunk.steps() * chunk.batch(); i++) {
        gradient.copy(i * width, outputGradient, i * width, half);
        gradient.put(i * width + half, zeros, half);
      }
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Arrays.fill(sum, 0f);
        for (int t = 0; t < chunk.steps(); t++) {
          outputGradient.get((t * chunk.batch() + lane) * width + half, addend, half);
          Elementwise.addInPlace(sum, addend, half);
        }
        gradient.put(lane * width + half, sum, half);
      }
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(gradient);
    }
  }
}
