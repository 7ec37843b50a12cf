package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The concatenation of several inputs of a step: x(t) = [E₁[token₁(t)], …, E_n[token_n(t)],
 * frames(t)].
 *
 * @param inputs the input layers, in the order of their columns in x
 */
public record JoinedInputs(List<InputLayer> inputs) implements InputLayer {
  public JoinedInputs {
    inputs = List.copyOf(inputs);
  }

  @Override
  public int width() {
    return inputs.stream().mapToInt(InputLayer::width).sum();
  }

  @Override
  public LayerForward open(PassMemory memory) {
    List<LayerForward> open = inputs.stream().map(input -> input.open(memory)).toList();
    return new Forward(memory, open, memory.activations(width()));
  }

  private record Forward(PassMemory memory, List<LayerForward> inputs, Operand output)
      implements LayerForward {
    @Override
    public void parametersChanged() {
      inputs.forEach(LayerForward::parametersChanged);
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      int column = 0;
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).forward(chunk, mode);
        Matrix vectors = inputs.get(i).output().matrix();
        ColumnBlocks.join(vectors, output.matrix(), column, positions);
        column += vectors.columns();
      }
      output.rows(0, positions).refresh();
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      List<Matrix> gradients = new ArrayList<>();
      List<LayerBackward> backwards = new ArrayList<>();
      for (LayerForward input : inputs) {
        int width = input.output().columns();
        Matrix ofInput = memory.workspace().matrix(memory.positions(), width);
        gradients.add(ofInput);
        backwards.add(input.openBackward(gradient, ofInput));
      }
      return new Backward(backwards, gradients, outputGradient);
    }
  }

  private record Backward(List<LayerBackward> inputs, List<Matrix> gradients, Matrix outputGradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      int column = 0;
      for (int i = 0; i < inputs.size(); i++) {
        Matrix gradient = gradients.get(i);
        ColumnBlocks.split(outputGradient, column, gradient, positions);
        inputs.get(i).backward(chunk, mode);
        column += gradient.columns();
      }
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.empty();
    }

    @Override
    public List<SparseRows> touchedRows() {
      return inputs.stream().flatMap(input -> input.touchedRows().stream()).toList();
    }
  }
}
