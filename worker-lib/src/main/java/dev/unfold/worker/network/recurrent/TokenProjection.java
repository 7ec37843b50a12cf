package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.EmbeddingTable;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.TokenPositions;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.Optional;

/**
 * An input projection fused with the embedding of a small vocabulary: the product of a position is
 * its token's row of E W, so that V rows are multiplied instead of T * B. The backward pass sums
 * the gradients of a token's positions before the products. The result is algebraically the same,
 * but the order of summation differs.
 *
 * <p>In products whose rows are rounded alike, the rows of the tokens are, too: those after the
 * last whole block are multiplied in a block of their own. The product of a position therefore has
 * the bits of {@link DenseProjection}, and a prediction does not depend on which of both computes
 * it.
 */
final class TokenProjection implements InputProjection {
  private final PassMemory memory;
  private final ParameterTensor embeddingTensor;
  private final ParameterTensor tensor;
  private final Operand embedding;
  private final Operand weight;
  private final Optional<Operand> lastBlock;
  private final Matrix products;

  /**
   * @param embedding E, [V, in]
   * @param tensor W, [in, gates * H]
   */
  TokenProjection(PassMemory memory, EmbeddingTable embedding, ParameterTensor tensor) {
    this.memory = memory;
    this.tensor = tensor;
    embeddingTensor = embedding.weight();
    this.embedding =
        memory.gemm().operand(embeddingTensor.in(memory.parameters()), memory.workspace());
    weight = memory.gemm().operand(tensor.in(memory.parameters()), memory.workspace());
    int multiple = memory.gemm().rowMultiple();
    int remaining = embeddingTensor.rows() % multiple;
    lastBlock =
        remaining == 0
            ? Optional.empty()
            : Optional.of(memory.operand(multiple, embeddingTensor.columns()));
    int padding = remaining == 0 ? 0 : multiple - remaining;
    products = memory.workspace().matrix(embeddingTensor.rows() + padding, tensor.columns());
  }

  /** Returns whether this is cheaper than a product for all positions of a chunk. */
  static boolean isCheaper(int vocabularySize, int positions) {
    return vocabularySize <= positions / 2;
  }

  @Override
  public void parametersChanged() {
    embedding.refresh();
    weight.refresh();
    int rows = products.rows() - lastBlock.map(Operand::rows).orElse(0);
    if (rows > 0) {
      memory.gemm().multiplyInto(embedding.rows(0, rows), weight, products.rows(0, rows));
    }
    lastBlock.ifPresent(block -> multiplyLast(block, rows));
  }

  /** Computes the products of the tokens that do not fill a block. */
  private void multiplyLast(Operand block, int first) {
    int from = first * embedding.columns();
    block.matrix().copy(0, embedding.matrix(), from, embedding.size() - from);
    block.refresh();
    memory.gemm().multiplyInto(block, weight, products.rows(first, block.rows()));
  }

  @Override
  public void forward(Chunk chunk) {
    // The products of the tokens depend on the parameters only.
  }

  @Override
  public Matrix products() {
    return products;
  }

  @Override
  public int row(int position, Chunk chunk) {
    return chunk.inputs()[position];
  }

  @Override
  public Backward openBackward(Matrix gradient, Operand gateGradient) {
    return new TokenBackward(
        embeddingTensor.in(gradient), tensor.in(gradient), gateGradient.matrix());
  }

  private final class TokenBackward implements Backward {
    private final Matrix embeddingGradient;
    private final Matrix weightGradient;
    private final Matrix gateGradient;
    private final Operand ofTokens;
    private final TokenPositions positions;
    private final float[] sum;
    private final float[] addend;

    TokenBackward(Matrix embeddingGradient, Matrix weightGradient, Matrix gateGradient) {
      this.embeddingGradient = embeddingGradient;
      this.weightGradient = weightGradient;
      this.gateGradient = gateGradient;
      Matrix sums = memory.workspace().matrix(embedding.rows(), products.columns());
      ofTokens = memory.gemm().operand(sums, memory.workspace());
      positions = new TokenPositions(embedding.rows(), memory.positions());
      sum = new float[products.columns()];
      addend = new float[products.columns()];
    }

    @Override
    public void backward(Chunk chunk) {
      positions.fill(chunk);
      for (int token = 0; token < embedding.rows(); token++) {
        Arrays.fill(sum, 0f);
        positions.addRows(token, gateGradient, sum, addend);
        ofTokens.matrix().put(token * sum.length, sum, sum.length);
      }
      ofTokens.refresh();
      memory.gemm().multiplyTnInto(embedding, ofTokens, weightGradient, false);
      memory.gemm().multiplyNtInto(ofTokens, weight, embeddingGradient);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.empty();
    }
  }
}
