package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.gemm.PreparedTransposedProduct;
import java.util.Optional;

/** An input projection that is one matrix product for all positions of a chunk. */
final class DenseProjection implements InputProjection {
  private final PassMemory memory;
  private final ParameterTensor tensor;
  private final Operand input;
  private final Operand weight;
  private final Matrix products;

  /**
   * @param tensor W, [in, gates * H]
   * @param input [T * B, in]
   */
  DenseProjection(PassMemory memory, ParameterTensor tensor, Operand input) {
    this.memory = memory;
    this.tensor = tensor;
    this.input = input;
    weight = memory.gemm().operand(tensor.in(memory.parameters()), memory.workspace());
    products = memory.workspace().matrix(memory.positions(), tensor.columns());
  }

  @Override
  public void parametersChanged() {
    weight.refresh();
  }

  @Override
  public void forward(Chunk chunk) {
    int positions = chunk.steps() * chunk.batch();
    memory.gemm().multiplyInto(input.rows(0, positions), weight, products.rows(0, positions));
  }

  @Override
  public Matrix products() {
    return products;
  }

  @Override
  public int row(int position, Chunk chunk) {
    return position;
  }

  @Override
  public Backward openBackward(Matrix gradient, Operand gateGradient) {
    return new DenseBackward(
        tensor.in(gradient),
        gateGradient,
        memory.workspace().matrix(memory.positions(), tensor.rows()));
  }

  private final class DenseBackward implements Backward {
    private final Matrix weightGradient;
    private final PreparedTransposedProduct weightProduct;
    private final Operand gateGradient;
    private final Matrix inputGradient;

    DenseBackward(Matrix weightGradient, Operand gateGradient, Matrix inputGradient) {
      this.weightGradient = weightGradient;
      weightProduct =
          memory
              .gemm()
              .prepareTn(memory.positions(), tensor.rows(), tensor.columns(), memory.workspace());
      this.gateGradient = gateGradient;
      this.inputGradient = inputGradient;
    }

    @Override
    public void backward(Chunk chunk) {
      int positions = chunk.steps() * chunk.batch();
      Operand dGates = gateGradient.rows(0, positions);
      weightProduct.multiplyInto(input.rows(0, positions), dGates, weightGradient, false);
      memory.gemm().multiplyNtInto(dGates, weight, inputGradient.rows(0, positions));
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(inputGradient);
    }
  }
}
