package dev.unfold.worker.network.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests sequences that have more steps than a float can count. */
class RunningPoolingLayerTest {
  private static final int LIMIT = 1 << 24;
  private static final int STEPS = 6;

  @Test
  void maximumKeepsItsStride() {
    RunningPoolingLayer layer = new RunningPoolingLayer(1, true, 3);
    int before = LIMIT - 4;
    float[] outputs = run(layer, 0, before, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    float max = 0;
    for (int i = 0; i < outputs.length; i++) {
      max = (before + i) % 3 == 0 ? i + 1 : max;
      assertThat(outputs[i]).as("step %d", i).isEqualTo(max);
    }
  }

  @Test
  void meanIsThatOfTheFirstSteps() {
    RunningPoolingLayer layer = new RunningPoolingLayer(1, false, 1);
    float[] outputs = run(layer, LIMIT - 2, LIMIT - 2, 1, 1, 1000, 1000, 1000, 1000, 1000);
    assertThat(outputs).containsOnly(1f);
  }

  /** Returns the pooled values of a lane, in chunks of several steps. */
  private static float[] run(RunningPoolingLayer layer, float state, int count, float... inputs) {
    float[] outputs = new float[inputs.length];
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32);
        Workspace workspace = new Workspace()) {
      PassMemory memory = new PassMemory(gemm, workspace, workspace.vector(1), STEPS, 1);
      Operand input = memory.activations(1);
      Matrix pooled = workspace.vector(1);
      Matrix counts = workspace.vector(1);
      pooled.put(0, state);
      counts.put(0, count);
      LayerForward forward =
          layer.open(memory, input, LayerStates.carried(List.of(pooled, counts)));
      for (int first = 0; first < inputs.length; first += STEPS) {
        int steps = Math.min(STEPS, inputs.length - first);
        Chunk chunk = new Chunk(steps, 1);
        for (int t = 0; t < steps; t++) {
          input.matrix().put(t, inputs[first + t]);
        }
        forward.forward(chunk, ForwardMode.FREE_RUNNING);
        for (int t = 0; t < steps; t++) {
          outputs[first + t] = forward.output().matrix().get(t);
        }
      }
    }
    return outputs;
  }
}
