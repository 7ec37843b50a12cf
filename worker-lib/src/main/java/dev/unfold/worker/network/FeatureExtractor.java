package dev.unfold.worker.network;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/**
 * The layers below a head, which compute only the outputs that the head uses.
 *
 * @param head the head over the layers
 * @param used [T * B], scratch memory
 */
record FeatureExtractor(LayerForward layers, Head head, boolean[] used) {
  void parametersChanged() {
    layers.parametersChanged();
  }

  /** Computes the outputs that the head uses for a chunk. */
  void forward(Chunk chunk, ForwardMode mode) {
    Chunk steps = head.steps(chunk);
    for (int position = 0; position < steps.steps() * steps.batch(); position++) {
      used[position] = head.uses(steps, position);
    }
    layers.restrict(steps, used);
    layers.forward(steps, mode);
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
