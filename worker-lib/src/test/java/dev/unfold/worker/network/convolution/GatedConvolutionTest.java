package dev.unfold.worker.network.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatedConvolutionTest {
  private static final int WIDTH = 64;
  private static final double PROBABILITY = 0.5;

  /** The convolution has the first tensor, whose offset is 0. */
  @Test
  void unitsAreDroppedByNumbersThatNothingElseDraws() {
    DilatedConvolutionSettings settings =
        new DilatedConvolutionSettings(WIDTH, 2, List.of(1), 1, 0, Activation.LINEAR, PROBABILITY);
    GatedConvolution convolution =
        GatedConvolution.of(
            new ParameterLayout.Builder(),
            "convolution",
            new GatedConvolution.Dimensions(settings, 3),
            1,
            true);
    ForwardMode mode = ForwardMode.training(new CounterRandom(7));
    try (Workspace workspace = new Workspace()) {
      Matrix units = workspace.vector(WIDTH);
      float[] ones = new float[WIDTH];
      Arrays.fill(ones, 1f);
      units.set(ones);
      convolution.mask().orElseThrow().applyInPlace(units, 1, mode);
      CounterRandom own = mode.random().derive(ForwardMode.streamOf(convolution.gateWeight()));
      assertThat(units.toArray()).containsExactly(kept(own));
      assertThat(units.toArray()).isNotEqualTo(kept(mode.negatives()));
      assertThat(units.toArray()).isNotEqualTo(kept(mode.coins()));
    }
  }

  private static float[] kept(CounterRandom random) {
    float[] kept = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      kept[i] = random.uniform(i) < PROBABILITY ? 0 : (float) (1 / (1 - PROBABILITY));
    }
    return kept;
  }
}
