package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.golden.GoldenCase.Run;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.training.OptimizerSettings.Kind;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares ten successive training steps with the float64 results of PyTorch: losses, gradients,
 * and the final parameters and carry.
 *
 * <p>f32 keeps 6e-8 of a value; after the few hundred operations of a step a tolerance of 2e-5 is
 * possible, also for the parameters after ten steps. RMSProp and Adam divide a gradient near zero
 * by its own magnitude, which turns its rounding error into a full step, so their tolerance is
 * 1e-3.
 */
class PyTorchGoldenTest {
  /** Training without dropout; the negatives of the sampled softmax are those of this key. */
  private static final ForwardMode MODE = ForwardMode.training(new CounterRandom(0));

  private static final double LOSS = 5e-5;
  private static final double GRADIENT = 2e-5;
  private static final double ADAPTIVE = 1e-3;

  static List<Arguments> runs() throws IOException {
    List<Arguments> runs = new ArrayList<>();
    for (String name : GoldenCase.names()) {
      GoldenCase golden = GoldenCase.load(name);
      for (GemmProvider provider : GemmProvider.values()) {
        golden.runs().keySet().forEach(run -> runs.add(Arguments.of(name, run, provider)));
      }
    }
    return runs;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void tenStepsAreThoseOfPyTorch(String name, String runName, GemmProvider provider)
      throws IOException {
    GoldenCase golden = GoldenCase.load(name);
    Run run = golden.runs().get(runName);
    Network network = network(golden);
    try (Workspace workspace = new Workspace();
        Gemm gemm = provider.open(Precision.F32)) {
      Matrix parameters = workspace.vector(network.parameters().length());
      GoldenTensors.set(network, parameters, golden.initialParameters());
      ForwardPass forward =
          network.open(
              new PassMemory(
                  gemm, workspace, parameters, golden.sizes().steps(), golden.sizes().batch()));
      ForwardPass.TrainingPass training = forward.openTraining();
      Optimizer optimizer =
          new Optimizer(run.optimizer(), run.clip(), network.parameters(), workspace);

      for (int step = 0; step < run.losses().size(); step++) {
        Chunk chunk = golden.chunk(step);
        forward.parametersChanged();
        double loss = training.lossAndGradients(chunk, MODE) / chunk.targetCount();
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
      assertCarry(forward, run, tolerance);
    }
  }

  private static Network network(GoldenCase golden) {
    GoldenCase.Sizes sizes = golden.sizes();
    NetworkSettings settings =
        new LayeredNetworkSettings(
                LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
                golden.layers(),
                sizes.embedding(),
                0,
                EncoderSettings.defaults(),
                DecoderSettings.defaults(),
                golden.output())
            .with(golden.regularization());
    return Networks.of(settings, DataShape.forText(sizes.vocabulary()));
  }

  private static void assertCarry(ForwardPass forward, Run run, double tolerance) {
    float[] carry = forward.carry().toArray();
    int offset = 0;
    for (Map.Entry<String, double[]> state : run.finalCarry().entrySet()) {
      int size = state.getValue().length;
      float[] actual = Arrays.copyOfRange(carry, offset, offset + size);
      GoldenTensors.assertClose(state.getKey(), actual, state.getValue(), tolerance);
      offset += size;
    }
    assertThat(offset).isEqualTo(carry.length);
  }
}
