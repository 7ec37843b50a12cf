package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.Optional;

/** Backpropagates through both directions and sums the gradients of their input. */
final class BidirectionalBackward implements LayerBackward {
  private final int hidden;
  private final Matrix outputGradient;
  private final Matrix forwardOutputGradient;
  private final Matrix backwardOutputGradient;
  private final LayerBackward forwardLayer;
  private final LayerBackward backwardLayer;
  private final Matrix unreversed;
  private final ColumnBlocks columns;

  BidirectionalBackward(
      PassMemory memory,
      LayerForward forward,
      LayerForward backward,
      Matrix gradient,
      Matrix outputGradient) {
    this.outputGradient = outputGradient;
    hidden = forward.output().columns();
    forwardOutputGradient = memory.workspace().matrix(memory.positions(), hidden);
    backwardOutputGradient = memory.workspace().matrix(memory.positions(), hidden);
    forwardLayer = forward.openBackward(gradient, forwardOutputGradient);
    backwardLayer = backward.openBackward(gradient, backwardOutputGradient);
    int width = forwardLayer.inputGradient().orElseThrow().columns();
    unreversed = memory.workspace().matrix(memory.positions(), width);
    columns = new ColumnBlocks(width);
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    ColumnBlocks.split(outputGradient, 0, forwardOutputGradient, positions);
    SequenceReversal.copy(chunk, outputGradient, hidden, backwardOutputGradient, 0, hidden);
    forwardLayer.backward(chunk, mode);
    backwardLayer.backward(chunk, mode);
    int width = unreversed.columns();
    SequenceReversal.copy(
        chunk, backwardLayer.inputGradient().orElseThrow(), 0, unreversed, 0, width);
    columns.add(unreversed, 0, forwardLayer.inputGradient().orElseThrow(), positions);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return forwardLayer.inputGradient();
  }
}
