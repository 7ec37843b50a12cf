package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

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
    return new TimeDelayForward(memory, window, forward, memory.activations(width()));
  }
}
