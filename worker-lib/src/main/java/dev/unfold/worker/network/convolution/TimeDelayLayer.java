package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * A time-delay layer (Waibel et al. 1989; Peddinti et al. 2015):
 *
 * <pre>
 *   w(t) = [x(t + o₁), …, x(t + o_K)]
 *   y(t) = f(w(t) W + b)
 * </pre>
 *
 * or [y(t), w(t)] with direct connections. Over embeddings with the offsets -(n - 2), …, 0 it is
 * the hidden layer of the neural language model of Bengio et al. (2003), which sees n - 1 tokens.
 *
 * @param dense f(w W + b)
 * @param inputs the width of x
 */
public record TimeDelayLayer(TimeDelaySettings settings, Dense dense, int inputs) implements Layer {
  /**
   * Adds its tensors to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param inputs the width of x
   */
  public static TimeDelayLayer of(
      TimeDelaySettings settings, ParameterLayout.Builder layout, String prefix, int inputs) {
    int window = settings.offsets().size() * inputs;
    Dense dense = Dense.of(layout, prefix, window, settings.hidden(), settings.activation());
    return new TimeDelayLayer(settings, dense, inputs);
  }

  @Override
  public int width() {
    return settings.width(inputs);
  }

  @Override
  public List<Integer> stateWidths() {
    return InputWindow.stateWidths(settings.offsets(), inputs);
  }

  /** Returns none: a decoder starts without inputs, whatever its encoder read. */
  @Override
  public List<Integer> finalStateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    InputWindow window = new InputWindow(memory, settings.offsets(), input, states.carry());
    Dense.Forward forward = dense.open(memory, window.output());
    Optional<Operand> both =
        settings.directConnections() ? Optional.of(memory.activations(width())) : Optional.empty();
    return new Forward(memory, window, forward, both);
  }

  /**
   * @param both [y, w] with direct connections
   */
  private record Forward(
      PassMemory memory, InputWindow window, Dense.Forward dense, Optional<Operand> both)
      implements LayerForward {
    @Override
    public void parametersChanged() {
      dense.parametersChanged();
    }

    @Override
    public void forward(Chunk chunk, ChunkNoise noise) {
      int positions = chunk.steps() * chunk.batch();
      window.forward(chunk);
      dense.forward(positions);
      if (both.isPresent()) {
        Matrix hidden = dense.output().matrix();
        ColumnBlocks.join(hidden, both.get().matrix(), 0, positions);
        ColumnBlocks.join(
            window.output().matrix(), both.get().matrix(), hidden.columns(), positions);
        both.get().rows(0, positions).refresh();
      }
    }

    @Override
    public Operand output() {
      return both.orElse(dense.output());
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward(this, gradient, outputGradient);
    }
  }

  private static final class Backward implements LayerBackward {
    private final Forward forward;
    private final Matrix outputGradient;
    private final Matrix hiddenGradient;
    private final Dense.Backward dense;
    private final Matrix inputGradient;
    private final ColumnBlocks columns;

    Backward(Forward forward, Matrix gradient, Matrix outputGradient) {
      this.forward = forward;
      this.outputGradient = outputGradient;
      int positions = forward.memory.positions();
      int hidden = forward.dense.output().columns();
      hiddenGradient =
          forward.both.isPresent()
              ? forward.memory.workspace().matrix(positions, hidden)
              : outputGradient;
      dense = forward.dense.openBackward(gradient, hiddenGradient);
      Matrix window = dense.inputGradient();
      inputGradient = forward.memory.workspace().matrix(positions, forward.window.inputWidth());
      columns = new ColumnBlocks(window.columns());
    }

    @Override
    public void backward(Chunk chunk, ChunkNoise noise) {
      int positions = chunk.steps() * chunk.batch();
      boolean direct = forward.both.isPresent();
      if (direct) {
        ColumnBlocks.split(outputGradient, 0, hiddenGradient, positions);
      }
      dense.backward(positions);
      if (direct) {
        columns.add(outputGradient, hiddenGradient.columns(), dense.inputGradient(), positions);
      }
      inputGradient.clear();
      forward.window.addGradient(chunk, dense.inputGradient(), inputGradient);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(inputGradient);
    }
  }
}
