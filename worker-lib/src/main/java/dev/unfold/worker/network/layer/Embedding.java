package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import java.util.Optional;

/** The embedding x(t) = E[token(t)]: one row of a [V, E] table for each token. */
public final class Embedding implements InputLayer {
  private final EmbeddingTable table;

  /**
   * Adds the table of the only input of tokens to a layout.
   *
   * @param name the name of the table
   * @param vocabularySize V
   * @param tied whether the output layer shares the table
   * @param initializer the distribution of its initial values; that of an output layer if it is
   *     tied, because the usual values of an embedding would produce large logits
   */
  public Embedding(
      ParameterLayout.Builder layout,
      String name,
      int vocabularySize,
      int width,
      boolean tied,
      Initializer initializer) {
    this(new EmbeddingTable(layout.add(name, vocabularySize, width, initializer), 0, tied, 0));
  }

  private Embedding(EmbeddingTable table) {
    this.table = table;
  }

  /**
   * Returns the embedding whose rows are dropped in training.
   *
   * @param probability the probability that a row is dropped in a chunk
   */
  public Embedding withDropout(double probability) {
    return new Embedding(
        new EmbeddingTable(table.weight(), table.input(), table.tied(), probability));
  }

  /**
   * Returns the embedding with the same table that reads one of several inputs of tokens.
   *
   * @param input the index among the inputs of tokens
   */
  public Embedding of(int input) {
    return new Embedding(new EmbeddingTable(table.weight(), input, table.tied(), table.dropout()));
  }

  @Override
  public int width() {
    return table.weight().columns();
  }

  @Override
  public Optional<EmbeddingTable> table() {
    return Optional.of(table);
  }

  @Override
  public LayerForward open(PassMemory memory) {
    return new EmbeddingForward(table, memory);
  }
}
