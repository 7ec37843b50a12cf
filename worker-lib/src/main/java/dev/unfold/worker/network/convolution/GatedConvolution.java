package dev.unfold.worker.network.convolution;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterSlot;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parameters of one dilated convolution with gated units:
 *
 * <pre>
 *   w(t) = [x(t - (K - 1) d), …, x(t - d), x(t)]
 *   z(t) = tanh(w(t) W_f + b_f) ⊙ σ(w(t) W_g + b_g)
 *   x'(t) = x(t) + z(t) W_r + b_r
 *   s(t) = z(t) W_s + b_s
 * </pre>
 *
 * @param offsets -(K - 1) d, …, -d, 0
 * @param gateWeight [W_f, W_g], [K R, 2 H]
 * @param gateBias [b_f, b_g]
 * @param outputWeight [W_r, W_s], [H, R + S]; only W_s if the residual output is not used
 * @param outputBias [b_r, b_s]
 * @param residual R, or 0 if the residual output is not used
 */
record GatedConvolution(
    List<Integer> offsets,
    ParameterSlot gateWeight,
    ParameterSlot gateBias,
    ParameterSlot outputWeight,
    ParameterSlot outputBias,
    int residual) {

  /**
   * The widths of all convolutions of a layer.
   *
   * @param filter K
   * @param inputs R
   * @param hidden H
   * @param skip S
   */
  record Widths(int filter, int inputs, int hidden, int skip) {}

  /**
   * Adds the tensors of a convolution to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param dilation d
   * @param residual whether a convolution above reads the residual output
   */
  static GatedConvolution of(
      ParameterLayout.Builder layout,
      String prefix,
      Widths widths,
      int dilation,
      boolean residual) {
    int window = widths.filter * widths.inputs;
    int gates = 2 * widths.hidden;
    int residualWidth = residual ? widths.inputs : 0;
    int outputs = residualWidth + widths.skip;
    Initializer ofWindow = Initializer.Uniform.ofWidth(window);
    Initializer ofGates = Initializer.Uniform.ofWidth(widths.hidden);
    return new GatedConvolution(
        IntStream.range(0, widths.filter)
            .mapToObj(k -> (k + 1 - widths.filter) * dilation)
            .toList(),
        layout.add(prefix + ".gate_weight", window, gates, ofWindow),
        layout.add(prefix + ".gate_bias", 1, gates, ofWindow),
        layout.add(prefix + ".output_weight", widths.hidden, outputs, ofGates),
        layout.add(prefix + ".output_bias", 1, outputs, ofGates),
        residualWidth);
  }

  /** Returns H. */
  int hidden() {
    return outputWeight.rows();
  }

  /** Returns the widths of the states that it carries. */
  List<Integer> stateWidths(int inputs) {
    return InputWindow.stateWidths(offsets, inputs);
  }
}
