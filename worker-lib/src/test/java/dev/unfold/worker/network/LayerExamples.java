package dev.unfold.worker.network;

import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayerNormalizationSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small layers of every type, for tests that hold for all layers. A dense layer of rectifiers is in
 * the golden cases only, because central differences do not approximate the gradient at a kink.
 */
public final class LayerExamples {
  private static final OutputSettings RECURRENT_OUTPUT =
      new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, false, true);

  private static final LayerSettings LSTM = new LstmSettings(6, false, 0);

  private static final List<LayerSettings> ALL =
      List.of(
          new RnnSettings(6, false),
          LSTM,
          new GruSettings(6, false),
          new RnnSettings(6, false, false, true),
          new LstmSettings(6, false, 0, false, true),
          new GruSettings(6, false, false, true),
          new LayerNormalizationSettings(),
          new DenseSettings(6, Activation.TANH, false),
          new DenseSettings(6, Activation.SIGMOID, false),
          new DenseSettings(6, Activation.LINEAR, false),
          new TimeDelaySettings(6, List.of(-2, -1, 0), Activation.TANH, false),
          new TimeDelaySettings(4, List.of(-3, -1), Activation.SIGMOID, true),
          new DilatedConvolutionSettings(4, 2, List.of(1, 2), 2, 5, Activation.TANH, 0),
          new DilatedConvolutionSettings(4, 3, List.of(1, 3), 1, 0, Activation.LINEAR, 0.3));

  private LayerExamples() {}

  /** Returns causal layers, at least one of each type. */
  public static List<LayerSettings> all() {
    return ALL;
  }

  /** Returns residual layers, which must be as wide as their inputs. */
  private static List<List<LayerSettings>> residual() {
    List<LayerSettings> layers =
        List.of(
            new DenseSettings(6, Activation.TANH, true),
            new RnnSettings(6, false, true, false),
            new LstmSettings(6, false, 0, true, false),
            new GruSettings(6, false, true, false));
    return layers.stream().map(layer -> List.of(LSTM, layer)).toList();
  }

  /**
   * Returns stacks that carry a state: each layer below and above an LSTM, and each layer that
   * carries a state alone and over one of its kind.
   */
  public static List<List<LayerSettings>> stacks() {
    List<List<LayerSettings>> stacks = new ArrayList<>();
    for (LayerSettings layer : ALL) {
      if (layer.context().past() > 0) {
        stacks.add(List.of(layer));
        stacks.add(List.of(layer, layer));
      }
      stacks.add(List.of(layer, LSTM));
      stacks.add(List.of(LSTM, layer));
    }
    stacks.addAll(residual());
    return stacks.stream().distinct().toList();
  }

  /**
   * Returns stacks whose outputs depend on a limited number of later steps: time-delay layers
   * alone, over one another, and with layers of other types below, between and above.
   */
  static List<List<LayerSettings>> lookingAhead() {
    LayerSettings near = new TimeDelaySettings(6, List.of(-2, -1, 0, 1), Activation.TANH, false);
    LayerSettings far = new TimeDelaySettings(5, List.of(-1, 2), Activation.TANH, true);
    LayerSettings later = new TimeDelaySettings(6, List.of(1, 3), Activation.TANH, false);
    LayerSettings causal = new TimeDelaySettings(6, List.of(-3, -1), Activation.TANH, false);
    LayerSettings convolution =
        new DilatedConvolutionSettings(4, 2, List.of(1, 2), 2, 5, Activation.TANH, 0);
    LayerSettings dense = new DenseSettings(6, Activation.TANH, true);
    return List.of(
        List.of(near),
        List.of(far),
        List.of(near, far),
        List.of(later, LSTM),
        List.of(LSTM, near),
        List.of(near, LSTM, far),
        List.of(near, new GruSettings(6, false), later, new RnnSettings(6, false)),
        List.of(near, dense, new LayerNormalizationSettings(), far),
        List.of(far, causal, far),
        List.of(convolution, near),
        List.of(near, convolution, later));
  }

  /**
   * Returns language models with recurrence through the output: the network of Jordan (1986), and
   * recurrent and convolutional layers.
   */
  static List<LayeredNetworkSettings> outputRecurrent() {
    LayerSettings dense = new DenseSettings(6, Activation.TANH, false);
    LayerSettings convolution =
        new DilatedConvolutionSettings(4, 2, List.of(1, 2), 2, 5, Activation.TANH, 0);
    return Stream.of(
            List.of(dense), List.of(LSTM, dense), List.of(dense, LSTM), List.of(convolution))
        .map(layers -> NetworkFixture.settings(layers, 0, RECURRENT_OUTPUT))
        .toList();
  }

  /**
   * Returns a language model of all layers, one over the other, with dropout and recurrence through
   * the output, so that one network covers every type.
   */
  public static LayeredNetworkSettings allInOneNetwork() {
    return NetworkFixture.settings(ALL, 0.2, RECURRENT_OUTPUT);
  }
}
