package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.attention.AttentionBackward;
import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Backpropagates from the loss to the source. */
public final class DecoderBackward {
  private final HeadBackward head;
  private final List<LayerBackward> fromTop = new ArrayList<>();

  /**
   * @param gradient the flat vector that the gradients of the parameters are written to
   */
  public DecoderBackward(DecoderForward forward, Matrix gradient, SourceEncoderBackward source) {
    head = forward.head().openBackward(gradient);
    Matrix above = head.featureGradient();
    if (forward.dropout().isPresent()) {
      LayerForward dropout = forward.dropout().get();
      above = add(dropout.openBackward(gradient, above)).inputGradient().orElseThrow();
    }
    if (forward.attention().isPresent()) {
      LayerBackward attention =
          new AttentionBackward(
              forward.attention().get(), gradient, above, source.outputGradient());
      above = add(attention).inputGradient().orElseThrow();
    }
    add(forward.stack().openBackward(gradient, above));
  }

  private LayerBackward add(LayerBackward layer) {
    fromTop.add(layer);
    return layer;
  }

  /**
   * Computes the loss and the gradients of the last forward pass; adds to the gradients of the
   * source.
   *
   * @return the loss as {@link HeadBackward#lossAndGradients} returns it
   */
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    double loss = head.lossAndGradients(chunk, mode);
    for (int i = 0; i < fromTop.size(); i++) {
      fromTop.get(i).backward(chunk, mode);
    }
    return loss;
  }

  /** Returns the tensors whose gradient differs from zero in some rows only. */
  public List<SparseRows> touchedRows() {
    Stream<SparseRows> ofLayers = fromTop.stream().flatMap(layer -> layer.touchedRows().stream());
    return Stream.concat(head.touchedRows().stream(), ofLayers).toList();
  }
}
