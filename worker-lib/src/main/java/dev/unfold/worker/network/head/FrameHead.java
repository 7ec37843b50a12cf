package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.Projection;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterSlot;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;

/**
 * The head y = h W + b, compared number by number with a target frame; the loss of a frame is the
 * sum over its numbers.
 */
public final class FrameHead implements Head {
  private final FrameLoss loss;
  private final ParameterSlot weight;
  private final ParameterSlot bias;

  private FrameHead(ParameterLayout.Builder layout, FrameLoss loss, int width, int targets) {
    this.loss = loss;
    Initializer uniform = Initializer.Uniform.ofWidth(width);
    weight = layout.add("head.weight", width, targets, uniform);
    bias = layout.add("head.bias", 1, targets, uniform);
  }

  /**
   * Creates a head whose outputs are the logits of independent Bernoulli variables.
   *
   * @param width H, of its input
   * @param targets D
   */
  public static FrameHead bernoulli(ParameterLayout.Builder layout, int width, int targets) {
    return new FrameHead(layout, FrameLoss.BERNOULLI, width, targets);
  }

  /**
   * Creates a head of real numbers with the squared error as loss.
   *
   * @param width H, of its input
   * @param targets D
   */
  public static FrameHead squaredError(ParameterLayout.Builder layout, int width, int targets) {
    return new FrameHead(layout, FrameLoss.SQUARED_ERROR, width, targets);
  }

  @Override
  public OutputDistribution distribution() {
    return loss.distribution();
  }

  @Override
  public LossUnit lossUnit() {
    return loss.unit();
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    return new Forward(this, memory, features);
  }

  private static final class Forward implements HeadForward {
    private final FrameHead head;
    private final Projection projection;
    private final Matrix bias;
    private final float[] biasRow;
    private final float[] row;
    private final float[] target;

    Forward(FrameHead head, PassMemory memory, Operand features) {
      this.head = head;
      int targets = head.weight.columns();
      projection = new Projection(memory, head.weight, features);
      bias = head.bias.in(memory.parameters());
      biasRow = new float[targets];
      row = new float[targets];
      target = new float[targets];
    }

    @Override
    public void parametersChanged() {
      projection.parametersChanged();
      bias.get(0, biasRow, biasRow.length);
    }

    @Override
    public double loss(Chunk chunk) {
      double[] sum = new double[1];
      outputs(chunk, (position, output) -> sum[0] += loss(chunk, position));
      return sum[0];
    }

    /** Returns the loss of the row that was loaded last. */
    private double loss(Chunk chunk, int position) {
      System.arraycopy(chunk.targetFrames(), position * row.length, target, 0, row.length);
      double sum = 0;
      for (int j = 0; j < row.length; j++) {
        sum += head.loss.of(row[j], target[j]);
      }
      return sum;
    }

    @Override
    public void outputs(Chunk chunk, OutputConsumer consumer) {
      projection.forward(chunk.steps() * chunk.batch());
      for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
        if (chunk.targets()[position] != Chunk.NO_TARGET) {
          loadRow(position);
          consumer.accept(position, row);
        }
      }
    }

    @Override
    public void outputInto(int position, float[] to) {
      projection.forward(position + 1);
      loadRow(position);
      System.arraycopy(row, 0, to, 0, row.length);
    }

    private void loadRow(int position) {
      projection.products().matrix().get(position * row.length, row, row.length);
      Elementwise.addInPlace(row, biasRow, row.length);
    }

    @Override
    public HeadBackward openBackward(Matrix gradient) {
      return new Backward(this, gradient);
    }
  }

  private static final class Backward implements HeadBackward {
    private final Forward forward;
    private final Projection.Backward projection;
    private final Matrix biasGradient;
    private final float[] biasSum;

    Backward(Forward forward, Matrix gradient) {
      this.forward = forward;
      projection = forward.projection.openBackward(gradient);
      biasGradient = forward.head.bias.in(gradient);
      biasSum = new float[biasGradient.size()];
    }

    @Override
    public double lossAndGradients(Chunk chunk) {
      int positions = chunk.steps() * chunk.batch();
      forward.projection.forward(positions);
      Arrays.fill(biasSum, 0f);
      double sum = chunk.weightSum();
      double loss = 0;
      for (int position = 0; position < positions; position++) {
        loss += toGradient(chunk, position, sum);
      }
      biasGradient.put(0, biasSum, biasSum.length);
      projection.backward(positions);
      return loss * (chunk.targetCount() / sum);
    }

    /**
     * Computes the gradient of the mean loss with respect to a row of outputs.
     *
     * @param sum the sum of the weights of all targets
     * @return the weighted loss of the row
     */
    private double toGradient(Chunk chunk, int position, double sum) {
      float[] row = forward.row;
      double weight = chunk.weight(position);
      double loss = 0;
      if (weight == 0) {
        Arrays.fill(row, 0f);
      } else {
        forward.loadRow(position);
        loss = weight * forward.loss(chunk, position);
        for (int j = 0; j < row.length; j++) {
          double gradient = forward.head.loss.gradient(row[j], forward.target[j]);
          row[j] = (float) (gradient * weight / sum);
        }
        Elementwise.addInPlace(biasSum, row, row.length);
      }
      projection.products().put(position * row.length, row, row.length);
      return loss;
    }

    @Override
    public Matrix featureGradient() {
      return projection.inputGradient();
    }
  }
}
