package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/**
 * The head y = h W + b, compared number by number with a target frame; the loss of a frame is the
 * sum over its numbers.
 */
public final class FrameHead implements Head {
  private final FrameLoss loss;
  private final AffineOutput output;

  private FrameHead(
      ParameterLayout.Builder layout, FrameLoss loss, int width, int targets, Initializer initial) {
    this.loss = loss;
    output = AffineOutput.of(layout, width, targets, initial);
  }

  /**
   * Creates a head whose outputs are the logits of independent Bernoulli variables.
   *
   * @param width H, of its input
   * @param targets D
   */
  public static FrameHead bernoulli(
      ParameterLayout.Builder layout, int width, int targets, Initializer initial) {
    return new FrameHead(layout, FrameLoss.BERNOULLI, width, targets, initial);
  }

  /**
   * Creates a head of real numbers with the squared error as loss.
   *
   * @param width H, of its input
   * @param targets D
   */
  public static FrameHead squaredError(
      ParameterLayout.Builder layout, int width, int targets, Initializer initial) {
    return new FrameHead(layout, FrameLoss.SQUARED_ERROR, width, targets, initial);
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
    private final AffineOutput.Forward affine;
    private final float[] row;
    private final float[] target;

    Forward(FrameHead head, PassMemory memory, Operand features) {
      this.head = head;
      affine = new AffineOutput.Forward(head.output, memory, features);
      row = new float[head.output.width()];
      target = new float[head.output.width()];
    }

    @Override
    public void parametersChanged() {
      affine.parametersChanged();
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
      affine.compute(chunk.steps() * chunk.batch());
      for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
        if (chunk.targets()[position] != Chunk.NO_TARGET) {
          affine.rowInto(position, row);
          consumer.accept(position, row);
        }
      }
    }

    @Override
    public HeadBackward openBackward(Matrix gradient) {
      return new Backward(this, gradient);
    }
  }

  private static final class Backward implements HeadBackward {
    private final Forward forward;
    private final AffineOutput.Backward affine;

    Backward(Forward forward, Matrix gradient) {
      this.forward = forward;
      affine = forward.affine.openBackward(gradient);
    }

    @Override
    public double lossAndGradients(Chunk chunk, ForwardMode mode) {
      int positions = chunk.steps() * chunk.batch();
      forward.affine.compute(positions);
      affine.begin();
      double sum = chunk.weightSum();
      double loss = 0;
      for (int position = 0; position < positions; position++) {
        if (chunk.weight(position) == 0) {
          affine.putZeros(position);
        } else {
          loss += toGradient(chunk, position, sum);
        }
      }
      affine.finish(positions);
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
      forward.affine.rowInto(position, row);
      double loss = weight * forward.loss(chunk, position);
      for (int j = 0; j < row.length; j++) {
        double gradient = forward.head.loss.gradient(row[j], forward.target[j]);
        row[j] = (float) (gradient * weight / sum);
      }
      affine.putRow(position, row);
      return loss;
    }

    @Override
    public Matrix featureGradient() {
      return affine.featureGradient();
    }
  }
}
