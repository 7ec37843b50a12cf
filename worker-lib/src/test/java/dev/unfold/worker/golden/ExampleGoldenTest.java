package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.golden.ExampleCase.Run;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.training.OptimizerSettings.Kind;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares five successive training steps of networks over examples with the float64 results of
 * PyTorch, with the tolerances of {@link PyTorchGoldenTest}.
 */
class ExampleGoldenTest {
  private static final double LOSS = 5e-5;
  private static final double GRADIENT = 2e-5;
  private static final double ADAPTIVE = 1e-3;

  static List<Arguments> runs() throws IOException {
    List<Arguments> runs = new ArrayList<>();
    for (String name : ExampleCase.names()) {
      for (String run : ExampleCase.load(name).runs().keySet()) {
        for (GemmProvider provider : GemmProvider.values()) {
          runs.add(Arguments.of(name, run, provider));
        }
      }
    }
    return runs;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void stepsAreThoseOfPyTorch(String name, String runName, GemmProvider provider)
      throws IOException {
    ExampleCase golden = ExampleCase.load(name);
    Run run = golden.runs().get(runName);
    Network network = Networks.of(golden.network(), golden.shape());
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(Precision.F32)) {
      Matrix parameters = workspace.vector(network.parameters().length());
      GoldenTensors.set(network, parameters, golden.initialParameters());
      ForwardPass forward =
          network.open(PassMemory.of(gemm, workspace, parameters, golden.chunk(0)));
      ForwardPass.TrainingPass training = forward.openTraining();
      Optimizer optimizer =
          new Optimizer(run.optimizer(), run.clip(), network.parameters(), workspace);

      for (int step = 0; step < run.losses().size(); step++) {
        Chunk chunk = golden.chunk(step);
        forward.parametersChanged();
        double loss =
            training.lossAndGradients(chunk, ForwardMode.TEACHER_FORCED) / chunk.targetCount();
        assertThat(loss)
            .as("loss of step " + step)
            .isCloseTo(run.losses().get(step), Offset.offset(LOSS));
        if (step < run.gradients().size()) {
          GoldenTensors.assertTensors(
              network, training.gradients().vector(), run.gradients().get(step), GRADIENT);
        }
        optimizer.update(
            parameters, training.gradients(), step + 1, run.optimizer().learningRate());
      }
      double tolerance = run.optimizer().kind() == Kind.SGD ? GRADIENT : ADAPTIVE;
      GoldenTensors.assertTensors(network, parameters, run.finalParameters(), tolerance);
    }
  }
}
