package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
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
  private final float[] sum;
  private final float[] addend;

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
    sum = new float[width];
    addend = new float[width];
  }

  @Override
  public void backward(Chunk chunk, Noise noise) {
    int positions = chunk.steps() * chunk.batch();
    for (int i = 0; i < positions; i++) {
      aheadGradient.copy(i * hidden, outputGradient, 2 * i * hidden, hidden);
    }
    Reversal.copy(chunk, outputGradient, hidden, backGradient, 0, hidden);
    ahead.backward(chunk, noise);
    back.backward(chunk, noise);
    int width = turned.columns();
    Reversal.copy(chunk, back.inputGradient().orElseThrow(), 0, turned, 0, width);
    Matrix total = ahead.inputGradient().orElseThrow();
    for (int i = 0; i < positions; i++) {
      total.get(i * width, sum, width);
      turned.get(i * width, addend, width);
      Elementwise.addInPlace(sum, addend, width);
      total.put(i * width, sum, width);
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return ahead.inputGradient();
  }
}
