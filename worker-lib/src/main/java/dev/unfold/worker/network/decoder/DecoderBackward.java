package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.attention.AttentionForward;
import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Back-propagates from the loss to the source. */
public final class DecoderBackward {
  private final HeadBackward head;
  private final List<LayerBackward> fromTop = new ArrayList<>();

  DecoderBackward(DecoderForward forward, Matrix gradient, SourceEncoderBackward source) {
    head = forward.head().openBackward(gradient);
    Matrix above = head.featureGradient();
    if (forward.dropout().isPresent()) {
      LayerForward dropout = forward.dropout().get();
      above = add(dropout.openBackward(gradient, above)).inputGradient().orElseThrow();
    }
    if (forward.attention().isPresent()) {
      AttentionForward attention = forward.attention().get();
      LayerBackward opened = attention.openBackward(gradient, above, source.outputGradient());
      above = add(opened).inputGradient().orElseThrow();
    }
    add(forward.stack().openBackward(gradient, above));
  }

  private LayerBackward add(LayerBackward layer) {
    fromTop.add(layer);
    return layer;
  }

  /**
   * Loss and gradients of the last forward; adds to those of the source.
   *
   * @return the sum of the losses of the chunk's unmasked targets, in nats
   */
  public double lossAndGradients(Chunk chunk, ChunkNoise noise) {
    double loss = head.lossAndGradients(chunk);
    for (int i = 0; i < fromTop.size(); i++) {
      fromTop.get(i).backward(chunk, noise);
    }
    return loss;
  }

  /** Tensors of whose gradient only some rows differ from zero. */
  public List<SparseRows> touchedRows() {
    return fromTop.stream().flatMap(layer -> layer.touchedRows().stream()).toList();
  }
}
