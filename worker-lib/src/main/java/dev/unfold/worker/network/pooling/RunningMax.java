package dev.unfold.worker.network.pooling;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.States;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * m(t) = max(x(1), …, x(t)), number by number, over the steps of a sequence so far. It carries the
 * largest and whether there was a step from chunk to chunk; of equal ones the first counts.
 *
 * @param width of its input and output
 */
public record RunningMax(int width) implements Layer {
  @Override
  public List<Integer> stateWidths() {
    return List.of(width, 1);
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, States states) {
    return new Forward(width, memory, input.matrix(), states.carry());
  }

  private static final class Forward implements LayerForward {
    private final int width;
    private final PassMemory memory;
    private final Matrix input;
    private final Matrix largest;
    private final Matrix begun;
    private final Operand output;
    private final boolean[] rises;
    private final float[] max;
    private final float[] x;

    Forward(int width, PassMemory memory, Matrix input, List<Matrix> carry) {
      this.width = width;
      this.memory = memory;
      this.input = input;
      largest = carry.get(0);
      begun = carry.get(1);
      output = memory.activations(width);
      rises = new boolean[memory.positions() * width];
      max = new float[width];
      x = new float[width];
    }

    @Override
    public void parametersChanged() {
      // There are none.
    }

    @Override
    public void forward(Chunk chunk, Noise noise) {
      for (int lane = 0; lane < chunk.batch(); lane++) {
        forward(chunk, lane);
      }
      output.rows(0, chunk.steps() * chunk.batch()).refresh();
    }

    private void forward(Chunk chunk, int lane) {
      largest.get(lane * width, max, width);
      boolean first = begun.get(lane) == 0;
      for (int t = 0; t < chunk.steps(); t++) {
        int position = t * chunk.batch() + lane;
        if (chunk.resets()[position]) {
          Arrays.fill(max, 0f);
          first = true;
        }
        boolean present = chunk.present()[position];
        input.get(position * width, x, width);
        for (int j = 0; j < width; j++) {
          boolean rise = present && (first || x[j] > max[j]);
          rises[position * width + j] = rise;
          max[j] = rise ? x[j] : max[j];
        }
        first &= !present;
        output.matrix().put(position * width, max, width);
      }
      largest.put(lane * width, max, width);
      begun.put(lane, first ? 0 : 1);
    }

    @Override
    public Operand output() {
      return output;
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), width);
      return new Backward(rises, outputGradient, inputGradient);
    }
  }

  /** The gradient of a maximum belongs to the step where it rose last. */
  private record Backward(boolean[] rises, Matrix outputGradient, Matrix gradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, Noise noise) {
      int width = gradient.columns();
      float[] pending = new float[width];
      float[] row = new float[width];
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Arrays.fill(pending, 0f);
        for (int t = chunk.steps() - 1; t >= 0; t--) {
          int position = t * chunk.batch() + lane;
          outputGradient.get(position * width, row, width);
          for (int j = 0; j < width; j++) {
            float sum = pending[j] + row[j];
            boolean here = rises[position * width + j];
            row[j] = here ? sum : 0;
            pending[j] = here ? 0 : sum;
          }
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
