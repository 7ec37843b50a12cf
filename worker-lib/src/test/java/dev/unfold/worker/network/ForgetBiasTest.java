package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Tests that the forget bias raises the initial bias of forget gates and nothing else. */
class ForgetBiasTest {
  private static final int HIDDEN = 3;
  private static final float BIAS = 1.5f;

  @Test
  void raisesTheForgetGatesOfEveryLayerOnly() {
    Network raised = network(BIAS);
    float[] values = firstValues(raised);
    float[] others = firstValues(network(0));

    int forgetGates = 0;
    for (ParameterTensor tensor : raised.parameters().tensors()) {
      for (int i = 0; i < tensor.size(); i++) {
        boolean forgets = tensor.name().endsWith(".bias") && i >= HIDDEN && i < 2 * HIDDEN;
        int at = tensor.offset() + i;
        assertThat(values[at] - others[at]).isCloseTo(forgets ? BIAS : 0, within(1e-6f));
        forgetGates += forgets ? 1 : 0;
      }
    }
    assertThat(forgetGates).isEqualTo(2 * 2 * HIDDEN);
  }

  private static Network network(double forgetBias) {
    return Networks.of(
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.TAGGER,
            Collections.nCopies(2, RecurrentSettings.of(CellKind.LSTM, HIDDEN, true, forgetBias)),
            4,
            0,
            new EncoderSettings(Pooling.LAST, 1, new CharEncoderSettings(2, 2, 2)),
            DecoderSettings.defaults(),
            OutputSettings.softmax()),
        new DataShape(InputShape.ofTokens(5), DataShape.Target.CLASSES, 2));
  }

  private static float[] firstValues(Network network) {
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 1);
      return parameters.toArray();
    }
  }
}
