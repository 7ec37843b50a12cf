package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of dilated causal convolutions with gated units, residual connections and skip
 * connections (van den Oord et al. 2016, arXiv 1609.03499). Its output is f(Σ s) over the skip
 * connections of all convolutions or, without them, f(x) of the highest one; see {@link
 * GatedConvolution}.
 *
 * @param convolutions the convolutions, from the lowest
 * @param inputs R, the width of its input
 */
public record DilatedConvolutionLayer(
    DilatedConvolutionSettings settings, List<GatedConvolution> convolutions, int inputs)
    implements Layer {
  public DilatedConvolutionLayer {
    convolutions = List.copyOf(convolutions);
  }

  /**
   * Adds its tensors to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param inputs R
   */
  public static DilatedConvolutionLayer of(
      DilatedConvolutionSettings settings,
      ParameterLayout.Builder layout,
      String prefix,
      int inputs) {
    GatedConvolution.Dimensions dimensions = new GatedConvolution.Dimensions(settings, inputs);
    List<GatedConvolution> convolutions = new ArrayList<>();
    List<Integer> dilations = settings.allDilations();
    for (int i = 0; i < dilations.size(); i++) {
      boolean residual = i + 1 < dilations.size() || settings.skip() == 0;
      convolutions.add(
          GatedConvolution.of(layout, prefix + "." + i, dimensions, dilations.get(i), residual));
    }
    return new DilatedConvolutionLayer(settings, convolutions, inputs);
  }

  @Override
  public int width() {
    return settings.width(inputs);
  }

  @Override
  public List<Integer> stateWidths() {
    return convolutions.stream()
        .flatMap(convolution -> convolution.stateWidths(inputs).stream())
        .toList();
  }

  /** Returns none: a decoder starts without inputs, whatever its encoder read. */
  @Override
  public List<Integer> finalStateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new DilatedConvolutionForward(settings, convolutions, memory, input, states.carry());
  }
}
