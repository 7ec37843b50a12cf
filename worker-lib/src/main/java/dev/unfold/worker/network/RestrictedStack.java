package dev.unfold.worker.network;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;

/**
 * The forward pass of a stack that computes only the outputs that are used: those at positions that
 * have a target.
 *
 * @param used [T * B], scratch memory
 */
record RestrictedStack(LayerForward layers, boolean[] used) {
  void parametersChanged() {
    layers.parametersChanged();
  }

  /** Computes the outputs at the positions of a chunk that have a target. */
  void forward(Chunk chunk, ForwardMode mode) {
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      used[position] = chunk.targets()[position] != Chunk.NO_TARGET;
    }
    layers.restrict(chunk, used);
    layers.forward(chunk, mode);
  }

  /** Computes the outputs of the last step of a chunk, without dropout. */
  void forwardToLastStep(Chunk chunk) {
    int end = chunk.steps() * chunk.batch();
    Arrays.fill(used, 0, end, false);
    Arrays.fill(used, end - chunk.batch(), end, true);
    layers.restrict(chunk, used);
    layers.forward(chunk, ForwardMode.FREE_RUNNING);
  }

  /** Returns the outputs, [T * B, width]. */
  Operand output() {
    return layers.output();
  }

  /** Opens the backward half; see {@link LayerForward#openBackward}. */
  LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return layers.openBackward(gradient, outputGradient);
  }
}
