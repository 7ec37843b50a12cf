package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterSlot;
import java.util.Optional;

/** The embedding x(t) = E[token(t)]: one row of a [V, E] table for each token. */
public final class Embedding implements InputLayer {
  private final ParameterSlot weight;
  private final boolean tied;

  /**
   * @param name the name of the table
   * @param vocabularySize V
   * @param tied whether the output layer shares the table, which is then initialized like an output
   *     layer, because the usual values of an embedding would produce large logits
   */
  public Embedding(
      ParameterLayout.Builder layout, String name, int vocabularySize, int width, boolean tied) {
    this.tied = tied;
    Initializer initializer =
        tied ? Initializer.Uniform.ofWidth(width) : new Initializer.StandardNormal();
    weight = layout.add(name, vocabularySize, width, initializer);
  }

  @Override
  public int width() {
    return weight.columns();
  }

  @Override
  public Optional<Embedding> table() {
    return Optional.of(this);
  }

  @Override
  public LayerForward open(PassMemory memory) {
    return new EmbeddingForward(this, memory);
  }

  /** Returns E, [V, width]. */
  public ParameterSlot weight() {
    return weight;
  }

  /**
   * Returns whether the output layer shares the table; it then writes the whole gradient of the
   * table first.
   */
  public boolean tied() {
    return tied;
  }
}
