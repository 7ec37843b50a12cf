package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backpropagates through the layers of a stack, from the highest to the lowest. */
final class StackBackward implements LayerBackward {
  private final List<LayerBackward> fromTop = new ArrayList<>();

  StackBackward(List<LayerForward> layers, Matrix gradient, Matrix outputGradient) {
    Optional<Matrix> above = Optional.of(outputGradient);
    for (int i = layers.size() - 1; i >= 0; i--) {
      LayerBackward backward = layers.get(i).openBackward(gradient, above.orElseThrow());
      fromTop.add(backward);
      above = backward.inputGradient();
    }
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    for (int i = 0; i < fromTop.size(); i++) {
      fromTop.get(i).backward(chunk, mode);
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return fromTop.get(fromTop.size() - 1).inputGradient();
  }

  @Override
  public List<SparseRows> touchedRows() {
    return fromTop.stream().flatMap(layer -> layer.touchedRows().stream()).toList();
  }
}
