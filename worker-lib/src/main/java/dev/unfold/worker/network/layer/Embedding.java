package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.Tensor;

/** x(t) = E[token(t)]: one row of a [V, E] table for each token. */
public final class Embedding {
  private final Tensor weight;

  public Embedding(ParameterLayout.Builder layout, int vocabularySize, int width) {
    weight =
        layout.add("embedding.weight", vocabularySize, width, new Initializer.StandardNormal());
  }

  /** Opens its forward half. */
  public LayerForward open(PassMemory memory) {
    return new EmbeddingForward(weight, memory);
  }

  /** E, [V, width]. */
  public Tensor weight() {
    return weight;
  }
}
