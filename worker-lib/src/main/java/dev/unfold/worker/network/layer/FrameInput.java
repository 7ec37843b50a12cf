package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Optional;

/**
 * Reads real-valued frames as they are.
 *
 * @param width the number of values of a frame
 */
public record FrameInput(int width) implements InputLayer {
  @Override
  public LayerForward open(PassMemory memory) {
    return new Forward(memory.activations(width));
  }

  private record Forward(Operand output) implements LayerForward {
    @Override
    public void parametersChanged() {
      // There are no parameters.
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      output.matrix().put(0, chunk.frames(), positions * output.columns());
      output.rows(0, positions).refresh();
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward();
    }
  }

  /** The backward half, which is empty: there are no parameters below a frame. */
  private record Backward() implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      // There are no parameters and no layer below.
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.empty();
    }
  }
}
