package dev.unfold.worker.network.feedforward;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.OneHotInput;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * A dense layer y = f(x W + b) of each step.
 *
 * @param dense f(x W + b)
 */
public record DenseLayer(Dense dense) implements Layer {
  /**
   * Adds its tensors to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param inputs the width of x
   */
  public static DenseLayer of(
      DenseSettings settings, ParameterLayout.Builder layout, String prefix, int inputs) {
    return new DenseLayer(
        Dense.of(layout, prefix, inputs, settings.hidden(), settings.activation()));
  }

  @Override
  public int width() {
    return dense.weight().columns();
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new Forward(dense.open(memory, input));
  }

  @Override
  public Optional<LayerForward> openOverClasses(
      PassMemory memory, OneHotInput input, LayerStates states) {
    return Optional.of(new Forward(dense.openOverClasses(memory, input)));
  }

  private record Forward(Dense.Forward dense) implements LayerForward {
    @Override
    public void parametersChanged() {
      dense.parametersChanged();
    }

    /** Uses the same inputs as outputs; the others are computed, too, which is cheap. */
    @Override
    public void restrict(Chunk chunk, boolean[] used) {
      // Each step is mapped by itself.
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      dense.forward(chunk.steps() * chunk.batch());
    }

    @Override
    public Operand output() {
      return dense.output();
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward(dense.openBackward(gradient, outputGradient));
    }
  }

  private record Backward(Dense.Backward dense) implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      dense.backward(chunk.steps() * chunk.batch());
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(dense.inputGradient());
    }
  }
}
