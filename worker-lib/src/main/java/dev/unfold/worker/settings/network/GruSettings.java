package dev.unfold.worker.settings.network;

/**
 * The settings of a layer of gated recurrent units (Cho et al. 2014, arXiv 1406.1078).
 *
 * @param hidden H, the width of each direction
 * @param bidirectional whether it also reads from the end to the start
 */
public record GruSettings(int hidden, boolean bidirectional) implements RecurrentSettings {
  public GruSettings {
    LayerSettings.checkWidth(hidden).finish();
  }

  @Override
  public CellKind cell() {
    return CellKind.GRU;
  }
}
