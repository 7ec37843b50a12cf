package dev.unfold.worker.network.attention;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.Optional;

/** Back-propagates to the queries and to the source. */
public final class AttentionBackward implements LayerBackward {
  private final AttentionForward forward;
  private final Matrix sourceGradient;
  private final Dense.Backward combination;
  private final AttentionScore.Backward score;
  private final LaneMajorRows contexts;
  private final LaneMajorRows weights;
  private final LaneMajorRows values;
  private final Matrix queryGradient;

  /**
   * @param gradient the flat vector that the gradients of the parameters are written to
   * @param outputGradient [T * B, H]
   * @param sourceGradient [S * B, D], added to
   */
  public AttentionBackward(
      AttentionForward forward, Matrix gradient, Matrix outputGradient, Matrix sourceGradient) {
    this.forward = forward;
    this.sourceGradient = sourceGradient;
    PassMemory memory = forward.memory();
    combination = forward.combination().openBackward(gradient, outputGradient);
    score = forward.score().openBackward(gradient);
    contexts = new LaneMajorRows(memory, forward.sourceWidth());
    weights = new LaneMajorRows(memory, memory.sourceSteps());
    values = new LaneMajorRows(memory.forSource(), forward.sourceWidth());
    queryGradient = memory.workspace().matrix(memory.positions(), outputGradient.columns());
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    int steps = chunk.steps();
    int rows = steps * chunk.batch();
    combination.backward(rows);
    contexts.copyFrom(combination.inputGradient(), 0, steps);
    ColumnBlocks.split(combination.inputGradient(), forward.sourceWidth(), queryGradient, rows);
    Gemm gemm = forward.memory().gemm();
    for (int lane = 0; lane < chunk.batch(); lane++) {
      Matrix dWeights = weights.of(lane, steps).matrix();
      gemm.multiplyNtInto(contexts.of(lane, steps), forward.values().of(lane), dWeights);
      Matrix dValues = values.of(lane).matrix();
      gemm.multiplyTnInto(
          forward.weights().of(lane, steps), contexts.of(lane, steps), dValues, false);
    }
    values.addTo(sourceGradient, chunk.requireSource().steps());
    forward.softmax().backward(chunk, forward.weights(), weights);
    score.backward(chunk, weights, queryGradient, sourceGradient);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.of(queryGradient);
  }
}
