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
 * @param locked whether a lane has the same mask at all steps of a chunk
 */
public record Dropout(double probability, int width, int place, boolean locked) implements Layer {
  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    Operand output = memory.activations(width);
    return new Forward(
        memory, input.matrix(), output, mask(memory), Optional.empty(), Optional.empty());
  }

  @Override
  public Optional<LayerForward> openOverClasses(
      PassMemory memory, OneHotInput input, LayerStates states) {
    OneHotInput output = input.above(memory);
    return Optional.of(
        new Forward(
            memory,
            input.vectors().matrix(),
            output.vectors(),
            mask(memory),
            Optional.of(input),
            Optional.of(output)));
  }

  private DropoutMask mask(PassMemory memory) {
    return locked
        ? DropoutMask.locked(probability, width, place, memory.batch())
        : new DropoutMask(probability, width, place);
  }

  /**
   * The forward half.
   *
   * @param inputClasses the input, if it ends in classes in some chunks
   * @param classes the output, if it ends in classes in some chunks
   */
  private record Forward(
      PassMemory memory,
      Matrix input,
      Operand output,
      DropoutMask mask,
      Optional<OneHotInput> inputClasses,
      Optional<OneHotInput> classes)
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
    public void forward(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      if (classes.isPresent() && inputClasses.get().classesKnown()) {
        maskClasses(inputClasses.get(), classes.get(), positions, mode);
      } else {
        classes.ifPresent(above -> above.setClassesKnown(false));
        mask.apply(input, output.matrix(), positions, mode);
        output.rows(0, positions).refresh();
      }
    }

    private void maskClasses(OneHotInput from, OneHotInput to, int positions, ForwardMode mode) {
      mask.apply(from.first().matrix(), to.first().matrix(), positions, mode);
      mask.applyToClasses(from, to, positions, mode);
      to.first().rows(0, positions).refresh();
      to.setClassesKnown(true);
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), outputGradient.columns());
      return new Backward(mask, outputGradient, inputGradient);
    }
  }

  private record Backward(DropoutMask mask, Matrix outputGradient, Matrix gradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      mask.apply(outputGradient, gradient, chunk.steps() * chunk.batch(), mode);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(gradient);
    }
  }
}
