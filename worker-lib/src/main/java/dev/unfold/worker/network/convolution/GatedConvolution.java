package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.layer.DropoutMask;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The parameters of one dilated convolution with gated units:
 *
 * <pre>
 *   w(t) = [x(t - (K - 1) d), …, x(t - d), x(t)]
 *   z(t) = tanh(w(t) W_f + b_f) ⊙ σ(w(t) W_g + b_g), with dropout in training
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
 * @param dropout the probability that an element of z is dropped
 */
record GatedConvolution(
    List<Integer> offsets,
    ParameterTensor gateWeight,
    ParameterTensor gateBias,
    ParameterTensor outputWeight,
    ParameterTensor outputBias,
    int residual,
    double dropout) {
  /**
   * The dimensions of all convolutions of a layer.
   *
   * @param settings K, H, S and the dropout
   * @param inputs R
   */
  record Dimensions(DilatedConvolutionSettings settings, int inputs) {}

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
      Dimensions dimensions,
      int dilation,
      boolean residual) {
    DilatedConvolutionSettings settings = dimensions.settings;
    int filter = settings.filter();
    int window = filter * dimensions.inputs;
    int gates = 2 * settings.hidden();
    int residualWidth = residual ? dimensions.inputs : 0;
    int outputs = residualWidth + settings.skip();
    Initializer ofWindow = Initializer.Uniform.ofWidth(window);
    Initializer ofGates = Initializer.Uniform.ofWidth(settings.hidden());
    return new GatedConvolution(
        IntStream.range(0, filter).mapToObj(k -> (k + 1 - filter) * dilation).toList(),
        layout.add(prefix + ".gate_weight", window, gates, ofWindow),
        layout.addBias(prefix + ".gate_bias", gates, ofWindow),
        layout.add(prefix + ".output_weight", settings.hidden(), outputs, ofGates),
        layout.addBias(prefix + ".output_bias", outputs, ofGates),
        residualWidth,
        settings.unitDropout());
  }

  /** Returns H. */
  int hidden() {
    return outputWeight.rows();
  }

  /** Returns the dropout of z, which draws other numbers than that of any other convolution. */
  Optional<DropoutMask> mask() {
    return dropout > 0
        ? Optional.of(new DropoutMask(dropout, hidden(), ForwardMode.streamOf(gateWeight)))
        : Optional.empty();
  }

  /** Returns the widths of the states that it carries. */
  List<Integer> stateWidths(int inputs) {
    return InputWindow.stateWidths(offsets, inputs);
  }
}
