package dev.unfold.worker.settings.network;

/**
 * The settings of a layer of long short-term memory (Hochreiter and Schmidhuber 1997) with a forget
 * gate (Gers et al. 2000).
 *
 * @param hidden H, the width of each direction
 * @param bidirectional whether it also reads from the end to the start
 * @param forgetBias a constant that is added to the initial bias of the forget gate
 * @param residual whether the input is added to the output (Wu et al. 2016, arXiv 1609.08144),
 *     which requires the same width of both
 * @param secondBias whether there is a second bias beside U h(t-1), as in PyTorch
 */
public record LstmSettings(
    int hidden, boolean bidirectional, double forgetBias, boolean residual, boolean secondBias)
    implements RecurrentSettings {
  private static final double MAX_FORGET_BIAS = 100;

  public LstmSettings {
    LayerSettings.checkWidth(hidden)
        .require(Math.abs(forgetBias) <= MAX_FORGET_BIAS, "forget-bias", "-100 to 100", forgetBias)
        .finish();
  }

  /** Creates the settings of a layer with one bias and without a residual connection. */
  public LstmSettings(int hidden, boolean bidirectional, double forgetBias) {
    this(hidden, bidirectional, forgetBias, false, false);
  }

  @Override
  public CellKind cell() {
    return CellKind.LSTM;
  }
}
