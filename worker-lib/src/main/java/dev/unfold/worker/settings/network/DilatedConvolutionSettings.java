package dev.unfold.worker.settings.network;

import java.util.Collections;
import java.util.List;

/**
 * The settings of a stack of dilated causal convolutions with gated units (van den Oord et al.
 * 2016, arXiv 1609.03499), one after the other, each with a residual connection. The residual
 * channels are as wide as the input.
 *
 * @param hidden the number of gated units of a convolution
 * @param filter the number of steps that a convolution sees
 * @param dilations the distance between these steps, for each convolution from the lowest
 * @param blocks how often the dilations are repeated
 * @param skip the width of the skip connections, whose sum is the output; 0 means that there are
 *     none, and the output is that of the highest convolution
 * @param activation the activation function of the output
 * @param unitDropout the probability that a gated unit is dropped in training, below 1, so that
 *     residual connections are kept (Bai et al. 2018, arXiv 1803.01271)
 */
public record DilatedConvolutionSettings(
    int hidden,
    int filter,
    List<Integer> dilations,
    int blocks,
    int skip,
    Activation activation,
    double unitDropout)
    implements LayerSettings {
  private static final int MAX_CONVOLUTIONS = 256;

  public DilatedConvolutionSettings {
    dilations = List.copyOf(dilations);
    LayerSettings.checkWidth(hidden)
        .require(filter >= 2 && filter <= 256, "filter", "2 to 256", filter)
        .require(
            !dilations.isEmpty() && isWithinReach(dilations, filter),
            "dilations",
            "one or more numbers above 0, each at most "
                + TimeDelaySettings.MAX_DISTANCE
                + " / (filter - 1)",
            dilations,
            "filter")
        .require(
            blocks >= 1 && (long) blocks * dilations.size() <= MAX_CONVOLUTIONS,
            "blocks",
            "at least 1, and at most " + MAX_CONVOLUTIONS + " convolutions in all blocks",
            blocks)
        .require(skip >= 0 && skip <= MAX_WIDTH, "skip", "0 to " + MAX_WIDTH, skip)
        .require(
            unitDropout >= 0 && unitDropout < 1,
            "unitDropout",
            "at least 0 and below 1",
            unitDropout)
        .finish();
  }

  private static boolean isWithinReach(List<Integer> dilations, int filter) {
    return dilations.stream()
        .allMatch(
            dilation ->
                dilation >= 1 && (filter - 1L) * dilation <= TimeDelaySettings.MAX_DISTANCE);
  }

  /** Returns the dilations of all convolutions in all blocks, from the lowest. */
  public List<Integer> allDilations() {
    return Collections.nCopies(blocks, dilations).stream().flatMap(List::stream).toList();
  }

  @Override
  public int width(int inputs) {
    return skip > 0 ? skip : inputs;
  }

  @Override
  public Context context() {
    Context context = Context.NONE;
    for (int dilation : allDilations()) {
      context = new Context((filter - 1) * dilation, 0).over(context);
    }
    return context;
  }

  @Override
  public int activationsPerStep(int inputs) {
    return Math.max(Math.max(2 * hidden, filter * inputs), inputs + skip);
  }

  @Override
  public DilatedConvolutionSettings causal() {
    return this;
  }
}
