package dev.unfold.worker.network.pooling;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A pooling layer over all steps of a sequence up to the current one. It carries the pooled vector
 * and the number of steps from chunk to chunk.
 *
 * @param width the width of its input and output
 * @param largest whether the maximum is taken; otherwise the mean
 */
public record RunningPoolingLayer(int width, boolean largest) implements Layer {
  /** Creates mean pooling: m(t) = (x(1) + … + x(t)) / t. */
  public static RunningPoolingLayer mean(int width) {
    return new RunningPoolingLayer(width, false);
  }

  /**
   * Creates max pooling: m(t) = max(x(1), …, x(t)), elementwise; the first of equal values counts.
   */
  public static RunningPoolingLayer max(int width) {
    return new RunningPoolingLayer(width, true);
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of(width, 1);
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    PoolingFunction pool =
        largest ? new MaxPool(memory.positions(), width) : new MeanPool(memory.positions());
    return new Forward(pool, memory, input.matrix(), states.carry());
  }

  private static final class Forward implements LayerForward {
    private final PoolingFunction pool;
    private final PassMemory memory;
    private final Matrix input;
    private final Matrix states;
    private final Matrix counts;
    private final Operand output;
    private final float[] state;
    private final float[] row;

    Forward(PoolingFunction pool, PassMemory memory, Matrix input, List<Matrix> carry) {
      this.pool = pool;
      this.memory = memory;
      this.input = input;
      states = carry.get(0);
      counts = carry.get(1);
      output = memory.activations(input.columns());
      state = new float[input.columns()];
      row = new float[input.columns()];
    }

    @Override
    public void parametersChanged() {
      // There are no parameters.
    }

    @Override
    public void forward(Chunk chunk, ChunkNoise noise) {
      for (int lane = 0; lane < chunk.batch(); lane++) {
        forward(chunk, lane);
      }
      output.rows(0, chunk.steps() * chunk.batch()).refresh();
    }

    private void forward(Chunk chunk, int lane) {
      int width = row.length;
      states.get(lane * width, state, width);
      float count = counts.get(lane);
      for (int t = 0; t < chunk.steps(); t++) {
        int position = t * chunk.batch() + lane;
        if (chunk.resets()[position]) {
          Arrays.fill(state, 0f);
          count = 0;
        }
        boolean present = chunk.present()[position];
        count += present ? 1 : 0;
        input.get(position * width, row, width);
        pool.forward(position, present, count, state, row);
        output.matrix().put(position * width, row, width);
      }
      states.put(lane * width, state, width);
      counts.put(lane, count);
    }

    @Override
    public Operand output() {
      return output;
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), input.columns());
      return new Backward(pool, outputGradient, inputGradient);
    }
  }

  private record Backward(PoolingFunction pool, Matrix outputGradient, Matrix gradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ChunkNoise noise) {
      int width = gradient.columns();
      float[] pending = new float[width];
      float[] row = new float[width];
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Arrays.fill(pending, 0f);
        for (int t = chunk.steps() - 1; t >= 0; t--) {
          int position = t * chunk.batch() + lane;
          outputGradient.get(position * width, row, width);
          pool.backward(position, chunk.present()[position], pending, row);
          gradient.put(position * width, row, width);
          if (chunk.resets()[position]) {
            Arrays.fill(pending, 0f);
          }
        }
      }
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.of(gradient);
    }
  }
}
