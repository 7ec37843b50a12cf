package dev.unfold.worker.network.regularization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the gradients of penalties with differences of their definition. */
class ActivationPenaltyTest {
  private static final int STEPS = 4;
  private static final int BATCH = 3;
  private static final int WIDTH = 5;
  private static final double WEIGHT = 1.5;
  private static final float UPSTREAM = 0.25f;
  private static final ForwardMode TRAINING = ForwardMode.training(new CounterRandom(1));

  /** The steps that are read ahead are those of the next chunk. */
  @ParameterizedTest
  @CsvSource({"false, 4", "true, 4", "false, 3", "true, 3"})
  void theGradientIsThatOfTheMeanOverPresentSteps(boolean temporal, int advance) {
    Chunk chunk = chunk();
    chunk.filled(STEPS, advance);
    double[] h = activations();
    float[] gradient = gradient(temporal, chunk, h, TRAINING);
    for (int i = 0; i < h.length; i++) {
      double[] more = h.clone();
      double[] less = h.clone();
      more[i] += 1e-3;
      less[i] -= 1e-3;
      double slope =
          (penalty(temporal, chunk, more) - penalty(temporal, chunk, less)) / 2e-3 + UPSTREAM;
      assertThat((double) gradient[i]).isCloseTo(slope, Offset.offset(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void evaluationHasNoPenalty(boolean temporal) {
    assertThat(gradient(temporal, chunk(), activations(), ForwardMode.TEACHER_FORCED))
        .containsOnly(UPSTREAM);
  }

  /** A lane that is reset at its third step, and one that ends after its second. */
  private static Chunk chunk() {
    Chunk chunk = new Chunk(STEPS, BATCH);
    chunk.resets()[2 * BATCH] = true;
    for (int t = 2; t < STEPS; t++) {
      chunk.present()[t * BATCH + 1] = false;
      chunk.targets()[t * BATCH + 1] = Chunk.NO_TARGET;
    }
    chunk.filled(STEPS);
    return chunk;
  }

  private static double[] activations() {
    CounterRandom random = new CounterRandom(4);
    double[] h = new double[STEPS * BATCH * WIDTH];
    Arrays.setAll(h, i -> (float) random.gaussian(i));
    return h;
  }

  private static float[] gradient(boolean temporal, Chunk chunk, double[] h, ForwardMode mode) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      PassMemory memory = new PassMemory(gemm, workspace, workspace.vector(0), STEPS, BATCH);
      Operand input = memory.activations(WIDTH);
      Matrix above = workspace.matrix(STEPS * BATCH, WIDTH);
      for (int i = 0; i < h.length; i++) {
        input.matrix().put(i, (float) h[i]);
        above.put(i, UPSTREAM);
      }
      LayerBackward backward =
          new ActivationPenalty(WIDTH, WEIGHT, temporal)
              .open(memory, input, LayerStates.carried(List.of()))
              .openBackward(workspace.vector(0), above);
      backward.backward(chunk, mode);
      return backward.inputGradient().orElseThrow().toArray();
    }
  }

  private static double penalty(boolean temporal, Chunk chunk, double[] h) {
    double sum = 0;
    long count = 0;
    for (int lane = 0; lane < BATCH; lane++) {
      for (int t = 0; t < chunk.advance(); t++) {
        int position = t * BATCH + lane;
        boolean pair = t > 0 && !chunk.resets()[position];
        if (chunk.present()[position] && (pair || !temporal)) {
          for (int i = 0; i < WIDTH; i++) {
            int index = position * WIDTH + i;
            double value = temporal ? h[index] - h[index - BATCH * WIDTH] : h[index];
            sum += value * value;
            count++;
          }
        }
      }
    }
    return WEIGHT * sum / count;
  }
}
