package dev.unfold.worker.network.pooling;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.States;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * m(t) = (x(1) + … + x(t)) / t over the steps of a sequence so far. It carries their sum and number
 * from chunk to chunk.
 *
 * @param width of its input and output
 */
public record RunningMean(int width) implements Layer {
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
    private final Matrix sums;
    private final Matrix counts;
    private final Operand output;
    private final float[] weights;
    private final float[] sum;
    private final float[] x;

    Forward(int width, PassMemory memory, Matrix input, List<Matrix> carry) {
      this.width = width;
      this.memory = memory;
      this.input = input;
      sums = carry.get(0);
      counts = carry.get(1);
      output = memory.activations(width);
      weights = new float[memory.positions()];
      sum = new float[width];
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
      sums.get(lane * width, sum, width);
      float count = counts.get(lane);
      for (int t = 0; t < chunk.steps(); t++) {
        int position = t * chunk.batch() + lane;
        if (chunk.resets()[position]) {
          Arrays.fill(sum, 0f);
          count = 0;
        }
        if (chunk.present()[position]) {
          input.get(position * width, x, width);
          Elementwise.addInPlace(sum, x, width);
          count++;
        }
        weights[position] = count == 0 ? 0 : 1 / count;
        System.arraycopy(sum, 0, x, 0, width);
        Elementwise.scaleInPlace(x, weights[position], width);
        output.matrix().put(position * width, x, width);
      }
      sums.put(lane * width, sum, width);
      counts.put(lane, count);
    }

    @Override
    public Operand output() {
      return output;
    }

    @Override
    public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
      Matrix inputGradient = memory.workspace().matrix(input.rows(), width);
      return new Backward(weights, outputGradient, inputGradient);
    }
  }

  private record Backward(float[] weights, Matrix outputGradient, Matrix gradient)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, Noise noise) {
      int width = gradient.columns();
      float[] sum = new float[width];
      float[] scratch = new float[width];
      float[] zeros = new float[width];
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Arrays.fill(sum, 0f);
        for (int t = chunk.steps() - 1; t >= 0; t--) {
          int position = t * chunk.batch() + lane;
          outputGradient.get(position * width, scratch, width);
          Elementwise.scaleInPlace(scratch, weights[position], width);
          Elementwise.addInPlace(sum, scratch, width);
          gradient.put(position * width, chunk.present()[position] ? sum : zeros, width);
          if (chunk.resets()[position]) {
            Arrays.fill(sum, 0f);
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
