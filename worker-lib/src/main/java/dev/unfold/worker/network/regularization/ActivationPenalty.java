package dev.unfold.worker.network.regularization;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * Passes activations on and adds the gradient of a penalty to theirs in training (Merity, McCann
 * and Socher 2017, arXiv 1708.01009). The penalty is a part of what is minimized, not of the losses
 * that are reported.
 *
 * <pre>
 *   activation:          weight · mean of h(t)²
 *   temporal activation: weight · mean of (h(t) - h(t-1))²
 * </pre>
 *
 * <p>The means are over the elements of the steps of a chunk that are present and not read ahead,
 * which are steps of the next chunk; a difference is one of two such steps of a lane, of which the
 * later one is not reset.
 *
 * @param width H
 * @param weight the weight of the mean
 * @param temporal whether the penalty is that of differences
 */
public record ActivationPenalty(int width, double weight, boolean temporal) implements Layer {
  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new Forward(this, input);
  }

  /** Returns whether there is a penalty at a position. */
  private boolean counts(Chunk chunk, int position) {
    boolean[] present = chunk.present();
    int before = position - chunk.batch();
    return present[position]
        && (!temporal || (before >= 0 && present[before] && !chunk.resets()[position]));
  }

  /** The forward half; all activations are penalized, so the layers below compute all of them. */
  private record Forward(ActivationPenalty penalty, Operand output) implements LayerForward {
    @Override
    public void parametersChanged() {
      // There are no parameters.
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      // The outputs are the inputs.
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      return new Backward(penalty, output.matrix(), outputGradient);
    }
  }

  private static final class Backward implements LayerBackward {
    private final ActivationPenalty penalty;
    private final Matrix activations;
    private final Matrix gradient;
    private final float[] row;
    private final float[] before;
    private final float[] sum;

    Backward(ActivationPenalty penalty, Matrix activations, Matrix gradient) {
      this.penalty = penalty;
      this.activations = activations;
      this.gradient = gradient;
      row = new float[penalty.width];
      before = new float[penalty.width];
      sum = new float[penalty.width];
    }

    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      if (!mode.dropout()) {
        return;
      }
      int positions = chunk.advance() * chunk.batch();
      long count = 0;
      for (int position = 0; position < positions; position++) {
        count += penalty.counts(chunk, position) ? 1 : 0;
      }
      float scale = (float) (2 * penalty.weight / Math.max(1, count * penalty.width));
      for (int position = 0; position < positions; position++) {
        if (penalty.counts(chunk, position)) {
          add(position, position - chunk.batch(), scale);
        }
      }
    }

    /** Adds the gradient of one row, and of the row before if it is a difference. */
    private void add(int position, int previous, float scale) {
      int width = row.length;
      activations.get(position * width, row, width);
      if (penalty.temporal) {
        activations.get(previous * width, before, width);
        for (int i = 0; i < width; i++) {
          row[i] -= before[i];
        }
        addScaled(previous, -scale);
      }
      addScaled(position, scale);
    }

    private void addScaled(int position, float scale) {
      int width = row.length;
      gradient.get(position * width, sum, width);
      for (int i = 0; i < width; i++) {
        sum[i] += scale * row[i];
      }
      gradient.put(position * width, sum, width);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(gradient);
    }
  }
}
