package dev.unfold.worker.settings.network;

/**
 * The settings of a layer of Elman's recurrent network with tanh.
 *
 * @param hidden H, the width of each direction
 * @param bidirectional whether it also reads from the end to the start
 */
public record RnnSettings(int hidden, boolean bidirectional) implements RecurrentSettings {
  public RnnSettings {
    LayerSettings.checkWidth(hidden).finish();
  }

  @Override
  public CellKind cell() {
    return CellKind.RNN;
  }
}
