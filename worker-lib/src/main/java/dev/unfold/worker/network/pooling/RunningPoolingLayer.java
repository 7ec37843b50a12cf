package dev.unfold.worker.network.pooling;

import dev.unfold.worker.network.layer.ForwardMode;
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
 * <p>Sums of more steps than a float can count would no longer grow. The mean of a longer sequence
 * is therefore that of its first 2^24 steps; the maximum is that of all of them.
 *
 * @param width the width of its input and output
 * @param largest whether the maximum is taken, elementwise, of which the first of equal values
 *     counts; otherwise the mean
 * @param stride the distance of the pooled steps, of which the first step is one: m(t) = (x(1) +
 *     x(1 + s) + … + x(t)) / (1 + (t - 1) / s) for the mean
 */
public record RunningPoolingLayer(int width, boolean largest, int stride) implements Layer {
  /** The number up to which a float counts. */
  private static final int MAX_STEPS = 1 << 24;

  @Override
  public List<Integer> stateWidths() {
    return List.of(width, 1);
  }

  /** Returns nothing, because no other part of a network reads the pooled values as states. */
  @Override
  public List<Integer> finalStateWidths() {
    return List.of();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    PoolingFunction pool =
        largest ? new MaxPool(memory.positions(), width) : new MeanPool(memory.positions());
    return new Forward(this, pool, memory, input.matrix(), states.carry());
  }

  /** Returns whether a step is pooled. */
  private boolean pools(int stepsBefore) {
    return stepsBefore < MAX_STEPS && stepsBefore % stride == 0;
  }

  /**
   * Returns the number of steps after one more. That of a maximum, of which nothing depends on more
   * than the place in a stride, begins again before it is too large.
   */
  private int after(int steps) {
    if (steps + 1 < MAX_STEPS) {
      return steps + 1;
    }
    return largest ? MAX_STEPS - MAX_STEPS / 2 / stride * stride : MAX_STEPS;
  }

  /** Returns how many of the first steps are pooled. */
  private float pooledSteps(int steps) {
    return (float) Math.ceil((float) steps / stride);
  }

  private static final class Forward implements LayerForward {
    private final RunningPoolingLayer layer;
    private final boolean[] pooled;
    private final PoolingFunction pool;
    private final PassMemory memory;
    private final Matrix input;
    private final Matrix states;
    private final Matrix counts;
    private final Operand output;
    private final float[] state;
    private final float[] row;

    Forward(
        RunningPoolingLayer layer,
        PoolingFunction pool,
        PassMemory memory,
        Matrix input,
        List<Matrix> carry) {
      this.layer = layer;
      pooled = new boolean[memory.positions()];
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
    public void restrict(Chunk chunk, boolean[] used) {
      findPooled(chunk);
      System.arraycopy(pooled, 0, used, 0, pooled.length);
    }

    /** Steps that are read ahead are pooled in the next chunk. */
    private void findPooled(Chunk chunk) {
      for (int lane = 0; lane < chunk.batch(); lane++) {
        int steps = (int) counts.get(lane);
        for (int t = 0; t < chunk.steps(); t++) {
          int position = t * chunk.batch() + lane;
          steps = chunk.resets()[position] ? 0 : steps;
          boolean present = chunk.present()[position];
          pooled[position] = t < chunk.advance() && present && layer.pools(steps);
          steps = present ? layer.after(steps) : steps;
        }
      }
    }

    @Override
    public void forward(Chunk chunk, ForwardMode mode) {
      findPooled(chunk);
      for (int lane = 0; lane < chunk.batch(); lane++) {
        forward(chunk, lane);
      }
      output.rows(0, chunk.steps() * chunk.batch()).refresh();
    }

    private void forward(Chunk chunk, int lane) {
      int width = row.length;
      states.get(lane * width, state, width);
      int count = (int) counts.get(lane);
      for (int t = 0; t < chunk.steps(); t++) {
        int position = t * chunk.batch() + lane;
        if (chunk.resets()[position]) {
          Arrays.fill(state, 0f);
          count = 0;
        }
        count = chunk.present()[position] ? layer.after(count) : count;
        input.get(position * width, row, width);
        pool.forward(position, pooled[position], layer.pooledSteps(count), state, row);
        output.matrix().put(position * width, row, width);
        if (t == chunk.advance() - 1) {
          states.put(lane * width, state, width);
          counts.put(lane, count);
        }
      }
    }

    @Override
    public Operand output() {
      return output;
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), input.columns());
      return new Backward(pool, pooled, outputGradient, inputGradient);
    }
  }

  private record Backward(
      PoolingFunction pool, boolean[] pooled, Matrix outputGradient, Matrix gradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      int width = gradient.columns();
      float[] pending = new float[width];
      float[] row = new float[width];
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Arrays.fill(pending, 0f);
        for (int t = chunk.steps() - 1; t >= 0; t--) {
          int position = t * chunk.batch() + lane;
          outputGradient.get(position * width, row, width);
          pool.backward(position, pooled[position], pending, row);
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
