package dev.unfold.worker.network.feedforward;

import dev.unfold.worker.network.layer.OneHotInput;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * A dense layer y = f(x W + b) of each step, or y = x + f(x W + b) with a residual connection.
 *
 * @param dense f(x W + b)
 * @param residual whether x is added
 */
public record DenseLayer(Dense dense, boolean residual) implements Layer {
  /**
   * Adds its tensors to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param inputs the width of x
   * @throws InvalidSettingException if there is a residual connection between different widths
   */
  public static DenseLayer of(
      DenseSettings settings, ParameterLayout.Builder layout, String prefix, int inputs) {
    InvalidSettingException.require(
        !settings.residual() || inputs == settings.hidden(),
        "network.layers",
        "a residual connection only where a layer is as wide as its input, which is " + inputs,
        settings.hidden());
    return new DenseLayer(
        Dense.of(layout, prefix, inputs, settings.hidden(), settings.activation()),
        settings.residual());
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
    Dense.Forward forward = dense.open(memory, input);
    Optional<Operand> sum = residual ? Optional.of(memory.activations(width())) : Optional.empty();
    return new Forward(forward, input.matrix(), sum, new ColumnBlocks(width()));
  }

  /** A residual connection needs the input itself. */
  @Override
  public Optional<LayerForward> openOverClasses(
      PassMemory memory, OneHotInput input, LayerStates states) {
    if (residual) {
      return Optional.empty();
    }
    Dense.Forward forward = dense.openOverClasses(memory, input);
    Matrix vectors = input.vectors().matrix();
    return Optional.of(new Forward(forward, vectors, Optional.empty(), new ColumnBlocks(width())));
  }

  private record Forward(
      Dense.Forward dense, Matrix input, Optional<Operand> sum, ColumnBlocks columns)
      implements LayerForward {
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
      int positions = chunk.steps() * chunk.batch();
      dense.forward(positions);
      if (sum.isPresent()) {
        Matrix output = sum.get().matrix();
        ColumnBlocks.join(input, output, 0, positions);
        columns.add(dense.output().matrix(), 0, output, positions);
        sum.get().rows(0, positions).refresh();
      }
    }

    @Override
    public Operand output() {
      return sum.orElse(dense.output());
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward(
          dense.openBackward(gradient, outputGradient), outputGradient, sum.isPresent(), columns);
    }
  }

  private record Backward(
      Dense.Backward dense, Matrix outputGradient, boolean residual, ColumnBlocks columns)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      dense.backward(positions);
      if (residual) {
        columns.add(outputGradient, 0, dense.inputGradient(), positions);
      }
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(dense.inputGradient());
    }
  }
}
