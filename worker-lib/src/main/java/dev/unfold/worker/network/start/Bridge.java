package dev.unfold.worker.network.start;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Maps states or vectors of a source to initial states of recurrent layers: tanh(x W + b), where
 * all inputs and all outputs are concatenated.
 *
 * @param from the indices of the states of the source
 * @param to the indices of the initial states
 */
public record Bridge(Dense dense, List<Integer> from, List<Integer> to) {
  public Bridge {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /**
   * Adds the tensors of a map from one vector to all initial states to a layout.
   *
   * @param prefix the prefix of the names of its tensors
   * @param width the width of the vector
   * @param startWidths the widths of the states
   */
  public static Bridge fromVector(
      ParameterLayout.Builder layout, String prefix, int width, List<Integer> startWidths) {
    int starts = startWidths.stream().mapToInt(Integer::intValue).sum();
    Dense dense = Dense.of(layout, prefix, width, starts, Activation.TANH);
    return new Bridge(dense, List.of(0), IntStream.range(0, startWidths.size()).boxed().toList());
  }

  /**
   * Opens its forward half.
   *
   * @param source the states of the source
   * @param start receives the initial states
   */
  public Forward open(PassMemory memory, StatePort source, StatePort start) {
    return new Forward(this, memory, source, start);
  }

  private static List<Matrix> select(List<Matrix> states, List<Integer> indices) {
    return indices.stream().map(states::get).toList();
  }

  private static void join(List<Matrix> parts, Matrix whole) {
    int column = 0;
    for (int i = 0; i < parts.size(); i++) {
      ColumnBlocks.join(parts.get(i), whole, column, whole.rows());
      column += parts.get(i).columns();
    }
  }

  /** The forward half. */
  public static final class Forward {
    private final Bridge bridge;
    private final PassMemory memory;
    private final StatePort source;
    private final StatePort start;
    private final List<Matrix> from;
    private final List<Matrix> to;
    private final Operand input;
    private final Dense.Forward dense;

    Forward(Bridge bridge, PassMemory memory, StatePort source, StatePort start) {
      this.bridge = bridge;
      this.memory = memory;
      this.source = source;
      this.start = start;
      from = select(source.values(), bridge.from);
      to = select(start.values(), bridge.to);
      input = memory.operand(memory.batch(), from.stream().mapToInt(Matrix::columns).sum());
      dense = bridge.dense.open(memory, input);
    }

    /** Must be called after the parameters were set or changed. */
    public void parametersChanged() {
      dense.parametersChanged();
    }

    /** Computes the initial states. */
    public void forward() {
      join(from, input.matrix());
      input.refresh();
      dense.forward(input.rows());
      int column = 0;
      for (int i = 0; i < to.size(); i++) {
        ColumnBlocks.split(dense.output().matrix(), column, to.get(i), input.rows());
        column += to.get(i).columns();
      }
    }

    /**
     * Opens its backward half.
     *
     * @param gradient the flat vector that the gradients of the parameters are written to
     */
    public Backward openBackward(Matrix gradient) {
      return new Backward(this, gradient);
    }
  }

  /** The backward half. */
  public static final class Backward {
    private final List<Matrix> from;
    private final List<Matrix> to;
    private final Matrix outputGradient;
    private final Dense.Backward dense;
    private final ColumnBlocks columns;

    Backward(Forward forward, Matrix gradient) {
      from = select(forward.source.gradients(), forward.bridge.from);
      to = select(forward.start.gradients(), forward.bridge.to);
      Operand output = forward.dense.output();
      outputGradient = forward.memory.workspace().matrix(output.rows(), output.columns());
      dense = forward.dense.openBackward(gradient, outputGradient);
      columns = new ColumnBlocks(forward.input.columns());
    }

    /** Adds to the gradients of the source states. */
    public void backward() {
      join(to, outputGradient);
      int rows = outputGradient.rows();
      dense.backward(rows);
      int column = 0;
      for (int i = 0; i < from.size(); i++) {
        columns.add(dense.inputGradient(), column, from.get(i), rows);
        column += from.get(i).columns();
      }
    }
  }
}
