package dev.unfold.worker.network.attention;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Scores how well each step of a source matches a query. */
interface AttentionScore {
  /** Returns the factor that scores are multiplied by before the softmax. */
  float scale();

  /**
   * Opens its forward half.
   *
   * @param queries [T * B, H]
   * @param source [S * B, D]
   */
  Forward open(PassMemory memory, Operand queries, Operand source);

  /** The forward half. */
  interface Forward {
    /** Must be called after the parameters were set or changed. */
    void parametersChanged();

    /** Must be called after the source was read. */
    void read(Chunk source);

    /**
     * Scores each present step of each lane's source, for all steps of a chunk.
     *
     * @param scores a row of S elements for each step and lane; the elements of absent steps are
     *     undefined
     */
    void scoresInto(Chunk chunk, LaneMajorRows scores);

    /**
     * Opens the backward half.
     *
     * @param gradient the flat vector that the gradients of the parameters are written to
     */
    Backward openBackward(Matrix gradient);
  }

  /** The backward half. */
  interface Backward {
    /**
     * Computes the gradients of the parameters and adds to the gradients of queries and source.
     *
     * @param scores the gradient of the scores, 0 where the source is absent; refreshed
     * @param queries [T * B, H]
     * @param source [S * B, D]
     */
    void backward(Chunk chunk, LaneMajorRows scores, Matrix queries, Matrix source);
  }
}
