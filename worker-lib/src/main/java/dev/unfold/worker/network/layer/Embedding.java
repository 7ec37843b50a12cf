package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.Tensor;
import dev.unfold.worker.tensor.Matrix;

/** x(t) = E[token(t)]: one row of a [V, E] table for each token. */
public final class Embedding {
  private final Tensor weight;

  public Embedding(ParameterLayout.Builder layout, int vocabularySize, int width) {
    weight =
        layout.add("embedding.weight", vocabularySize, width, new Initializer.StandardNormal());
  }

  public EmbeddingForward open(PassMemory memory) {
    return new EmbeddingForward(weight.in(memory.parameters()), memory);
  }

  /**
   * Opens its backward half.
   *
   * @param gradient the flat gradient vector
   */
  public EmbeddingBackward openBackward(Matrix gradient) {
    return new EmbeddingBackward(weight, gradient);
  }
}
