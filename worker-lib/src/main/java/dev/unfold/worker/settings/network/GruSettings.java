package dev.unfold.worker.settings.network;

/**
 * The settings of a layer of gated recurrent units (Cho et al. 2014, arXiv 1406.1078).
 *
 * @param hidden H, the width of each direction
 * @param bidirectional whether it also reads from the end to the start
 * @param residual whether the input is added to the output (Wu et al. 2016, arXiv 1609.08144),
 *     which requires the same width of both
 * @param secondBias whether there is a second bias beside U h(t-1), as in PyTorch
 */
public record GruSettings(int hidden, boolean bidirectional, boolean residual, boolean secondBias)
    implements RecurrentSettings {
  public GruSettings {
    LayerSettings.checkWidth(hidden).finish();
  }

  /** Creates the settings of a layer with one bias and without a residual connection. */
  public GruSettings(int hidden, boolean bidirectional) {
    this(hidden, bidirectional, false, false);
  }

  @Override
  public CellKind cell() {
    return CellKind.GRU;
  }
}
