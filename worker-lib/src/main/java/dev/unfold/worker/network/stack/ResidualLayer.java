package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * A layer with a residual connection, y(t) = x(t) + f(x)(t) (He et al. 2016, arXiv 1512.03385; Wu
 * et al. 2016, arXiv 1609.08144, for recurrent layers). The layer f must use all of its inputs, or
 * those at the steps of the outputs that are used.
 *
 * @param layer f, which is as wide as its input
 */
public record ResidualLayer(Layer layer) implements Layer {
  /**
   * Returns a layer with a residual connection.
   *
   * @param inputs the width of its input
   * @throws InvalidSettingException if the layer has another width
   */
  public static ResidualLayer over(Layer layer, int inputs) {
    InvalidSettingException.require(
        layer.width() == inputs,
        "network.layers",
        "a residual connection only where a layer is as wide as its input, which is " + inputs,
        layer.width());
    return new ResidualLayer(layer);
  }

  @Override
  public int width() {
    return layer.width();
  }

  @Override
  public List<Integer> stateWidths() {
    return layer.stateWidths();
  }

  @Override
  public List<Integer> finalStateWidths() {
    return layer.finalStateWidths();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new Forward(
        memory,
        input.matrix(),
        layer.open(memory, input, states),
        memory.activations(width()),
        new RowSums(width()));
  }

  /** Adds rows of two matrices of the same width. */
  private static final class RowSums {
    private final float[] row;
    private final float[] addend;

    RowSums(int width) {
      row = new float[width];
      addend = new float[width];
    }

    /** Writes the sums of the first rows of two matrices into a third one. */
    void sumInto(Matrix x, Matrix y, Matrix sum, int rows) {
      int width = row.length;
      for (int i = 0; i < rows; i++) {
        x.get(i * width, row, width);
        y.get(i * width, addend, width);
        Elementwise.addInPlace(row, addend, width);
        sum.put(i * width, row, width);
      }
    }
  }

  private record Forward(
      PassMemory memory, Matrix input, LayerForward inner, Operand output, RowSums rows)
      implements LayerForward {
    @Override
    public void parametersChanged() {
      inner.parametersChanged();
    }

    @Override
    public void restrict(Chunk chunk, boolean[] used) {
      inner.restrict(chunk, used);
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      inner.forward(chunk, mode);
      int positions = chunk.steps() * chunk.batch();
      rows.sumInto(input, inner.output().matrix(), output.matrix(), positions);
      output.rows(0, positions).refresh();
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), input.columns());
      return new Backward(
          inner.openBackward(gradient, outputGradient), outputGradient, inputGradient, rows);
    }
  }

  private record Backward(LayerBackward inner, Matrix outputGradient, Matrix gradient, RowSums rows)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      inner.backward(chunk, mode);
      Matrix through = inner.inputGradient().orElseThrow();
      rows.sumInto(outputGradient, through, gradient, chunk.steps() * chunk.batch());
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(gradient);
    }

    @Override
    public List<SparseRows> touchedRows() {
      return inner.touchedRows();
    }
  }
}
