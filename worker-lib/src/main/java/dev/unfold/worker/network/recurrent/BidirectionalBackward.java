package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.Optional;

/** Back-propagates through both directions and adds the gradients of their input up. */
final class BidirectionalBackward implements LayerBackward {
  private final int hidden;
  private final Matrix outputGradient;
  private final Matrix aheadGradient;
  private final Matrix backGradient;
  private final LayerBackward ahead;
  private final LayerBackward back;
  private final Matrix turned;
  private final ColumnBlocks columns;

  BidirectionalBackward(
      BidirectionalForward forward, PassMemory memory, Matrix gradient, Matrix outputGradient) {
    this.outputGradient = outputGradient;
    hidden = forward.hidden();
    aheadGradient = memory.workspace().matrix(memory.positions(), hidden);
    backGradient = memory.workspace().matrix(memory.positions(), hidden);
    ahead = forward.ahead().openBackward(gradient, aheadGradient);
    back = forward.back().openBackward(gradient, backGradient);
    int width = ahead.inputGradient().orElseThrow().columns();
    turned = memory.workspace().matrix(memory.positions(), width);
    columns = new ColumnBlocks(width);
  }

  @Override
  public void backward(Chunk chunk, ChunkNoise noise) {
    int positions = chunk.steps() * chunk.batch();
    ColumnBlocks.split(outputGradient, 0, aheadGradient, positions);
    SequenceReversal.copy(chunk, outputGradient, hidden, backGradient, 0, hidden);
    ahead.backward(chunk, noise);
    back.backward(chunk, noise);
    int width = turned.columns();
    SequenceReversal.copy(chunk, back.inputGradient().orElseThrow(), 0, turned, 0, width);
    columns.add(turned, 0, ahead.inputGradient().orElseThrow(), positions);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return ahead.inputGradient();
  }
}
