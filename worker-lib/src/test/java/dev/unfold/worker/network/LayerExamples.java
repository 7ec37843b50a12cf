package dev.unfold.worker.network;

import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import java.util.ArrayList;
import java.util.List;

/** Small layers of every type, for tests that hold for all layers. */
public final class LayerExamples {
  private static final LayerSettings LSTM = new LstmSettings(6, false, 0);

  private static final List<LayerSettings> ALL =
      List.of(new RnnSettings(6, false), LSTM, new GruSettings(6, false));

  private LayerExamples() {}

  /** Returns causal layers, at least one of each type. */
  public static List<LayerSettings> all() {
    return ALL;
  }

  /**
   * Returns stacks that carry a state: each layer below and above an LSTM, and each recurrent layer
   * alone and over one of its kind.
   */
  public static List<List<LayerSettings>> stacks() {
    List<List<LayerSettings>> stacks = new ArrayList<>();
    for (LayerSettings layer : ALL) {
      if (layer.recurrent().isPresent()) {
        stacks.add(List.of(layer));
        stacks.add(List.of(layer, layer));
      }
      stacks.add(List.of(layer, LSTM));
      stacks.add(List.of(LSTM, layer));
    }
    return stacks.stream().distinct().toList();
  }
}
