package dev.unfold.worker.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkspaceTest {
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void aMeasuringWorkspaceCountsWhatARealOneAllocates(CellKind cell) {
    assertMeasures(cell, OutputSettings.softmax());
    assertMeasures(
        cell, new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(20, 90), 3, false, false));
    assertMeasures(
        cell,
        new OutputSettings(
            OutputSettings.Kind.SAMPLED,
            List.of(),
            1,
            false,
            false,
            new OutputSettings.Negatives(40, OutputSettings.Proposal.UNIFORM)));
  }

  private static void assertMeasures(CellKind cell, OutputSettings output) {
    NetworkSettings settings =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(cell, 2, 13, false),
            7,
            0.1,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            output);
    Network network = Networks.of(settings, DataShape.forText(207));
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);
        Workspace measuring = Workspace.measuring();
        Workspace real = new Workspace()) {
      open(network, gemm, measuring);
      open(network, gemm, real);
      assertThat(measuring.bytes()).isEqualTo(real.bytes()).isGreaterThan(100_000);
    }
  }

  @Test
  void aMeasuringWorkspaceAllocatesNoMemory() {
    try (Workspace workspace = Workspace.measuring()) {
      for (int i = 0; i < 10_000; i++) {
        workspace.matrix(10_000, 50_000);
      }
      assertThat(workspace.bytes()).isGreaterThan(10_000L * 10_000 * 50_000 * Float.BYTES);
      assertThatThrownBy(() -> workspace.matrix(100_000, 100_000))
          .isInstanceOf(OversizeException.class)
          .hasMessageContaining("2 GB");
    }
  }

  private static void open(Network network, Gemm gemm, Workspace workspace) {
    Matrix parameters = workspace.vector(network.parameters().length());
    network.open(new PassMemory(gemm, workspace, parameters, 11, 3)).openTraining();
  }
}
