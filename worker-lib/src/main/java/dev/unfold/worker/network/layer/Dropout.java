package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * Inverted dropout (Srivastava et al. 2014): in training each activation is dropped with
 * probability p and divided by 1 - p otherwise; else the activations pass as they are.
 *
 * @param probability p
 * @param width of its input and output
 * @param place in the stack, so that no two draw the same numbers
 */
public record Dropout(double probability, int width, int place) implements Layer {
  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, List<Matrix> carry) {
    return new Forward(new DropoutMask(this, memory), memory);
  }

  private record Forward(DropoutMask mask, PassMemory memory) implements LayerForward {
    @Override
    public void parametersChanged() {
      // There are none.
    }

    @Override
    public Matrix forward(Matrix input, Chunk chunk, Noise noise) {
      return noise.active() ? mask.apply(input, noise) : input;
    }

    @Override
    public LayerBackward openBackward(Matrix gradient) {
      DropoutMask backward = new DropoutMask(mask.dropout(), memory);
      return (outputGradient, chunk, noise) ->
          noise.active() ? backward.apply(outputGradient, noise) : outputGradient;
    }
  }
}
