package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * Inverted dropout (Srivastava et al. 2014): in training, each activation is dropped with
 * probability p and divided by 1 - p otherwise; in evaluation, activations are unchanged.
 *
 * @param probability p
 * @param width the width of its input and output
 * @param place the place in the stack, so that no two dropout layers draw the same numbers
 */
public record Dropout(double probability, int width, int place) implements Layer {
  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new Forward(
        memory,
        input.matrix(),
        new DropoutMask(probability, width, place),
        memory.activations(width));
  }

  private record Forward(PassMemory memory, Matrix input, DropoutMask mask, Operand output)
      implements LayerForward {
    @Override
    public void parametersChanged() {
      // There are no parameters.
    }

    /** Uses the same inputs as outputs; the others are computed, too, which is cheap. */
    @Override
    public void restrict(Chunk chunk, boolean[] used) {
      // Each step is mapped by itself.
    }

    @Override
    public void forward(Chunk chunk, ChunkNoise noise) {
      int positions = chunk.steps() * chunk.batch();
      mask.apply(input, output.matrix(), positions, noise);
      output.rows(0, positions).refresh();
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), input.columns());
      return new Backward(mask, outputGradient, inputGradient);
    }
  }

  private record Backward(DropoutMask mask, Matrix outputGradient, Matrix gradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ChunkNoise noise) {
      mask.apply(outputGradient, gradient, chunk.steps() * chunk.batch(), noise);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(gradient);
    }
  }
}
