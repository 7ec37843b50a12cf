package dev.unfold.worker.network.source;

import dev.unfold.worker.network.alignment.CtcLattice;
import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/**
 * Connectionist temporal classification (Graves et al. 2006): p(t, v | x) = softmax(h(t) W + b)ᵥ
 * over the tokens of the target and the blank at each step of the source, with the loss - ln p(l |
 * x) of {@link CtcLattice}. The boundary, which no target contains, is the blank.
 *
 * <p>The layers below read the source of a chunk. The targets of the chunk are the tokens of l and
 * the boundary after them; the loss of a sequence counts for all of them.
 */
public final class CtcHead implements SourceHead {
  private final AffineOutput output;
  private final int stride;

  /**
   * @param width H, of its input
   * @param classes V, the tokens of the vocabulary of targets, with the boundary
   * @param stride the distance of the steps whose outputs are used, of which the first is one
   * @param initial the distribution of the initial weight
   */
  public CtcHead(
      ParameterLayout.Builder layout, int width, int classes, int stride, Initializer initial) {
    output = AffineOutput.of(layout, width, classes, initial);
    this.stride = stride;
  }

  @Override
  public AffineOutput output() {
    return output;
  }

  @Override
  public boolean uses(Chunk steps, int position) {
    return SourceHead.super.uses(steps, position) && position / steps.batch() % stride == 0;
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    return new Forward(this, memory, features);
  }

  private static final class Forward extends SourceForward {
    private final CtcHead head;
    private final CtcLattice lattice;
    private final float[] row;

    Forward(CtcHead head, PassMemory memory, Operand features) {
      super(head, memory, features);
      this.head = head;
      lattice = new CtcLattice(head.output.width(), Vocabulary.BOUNDARY_ID);
      row = new float[head.output.width()];
    }

    @Override
    public double loss(Chunk chunk) {
      Chunk steps = compute(chunk);
      double loss = 0;
      for (int lane = 0; lane < chunk.batch(); lane++) {
        loss += SourceHead.hasLoss(chunk, lane) ? loss(chunk, steps, lane) : 0;
      }
      return loss;
    }

    private double loss(Chunk chunk, Chunk steps, int lane) {
      int tokens = chunk.length(lane) - 1;
      int length = (steps.length(lane) - 1) / head.stride + 1;
      lattice.begin(length, tokens);
      for (int i = 0; i < tokens; i++) {
        lattice.setToken(i, chunk.targets()[i * chunk.batch() + lane]);
      }
      for (int t = 0; t < length; t++) {
        affine().rowInto(position(t, steps, lane), row);
        lattice.setLogits(t, row);
      }
      return lattice.loss();
    }

    /** Returns the position of the t-th step that is used. */
    private int position(int t, Chunk steps, int lane) {
      return t * head.stride * steps.batch() + lane;
    }

    @Override
    public HeadBackward openBackward(Matrix gradient) {
      return new Backward(this, affine().openBackward(gradient));
    }
  }

  private record Backward(Forward forward, AffineOutput.Backward affine) implements HeadBackward {
    @Override
    public double lossAndGradients(Chunk chunk, ForwardMode mode) {
      Chunk steps = forward.compute(chunk);
      int positions = steps.steps() * steps.batch();
      affine.begin();
      for (int position = 0; position < positions; position++) {
        affine.putZeros(position);
      }
      double sum = chunk.weightSum();
      double loss = 0;
      for (int lane = 0; lane < chunk.batch(); lane++) {
        double weight = chunk.weight(lane);
        if (weight > 0) {
          loss += weight * forward.loss(chunk, steps, lane);
          putGradients(steps, lane, weight / sum);
        }
      }
      affine.finish(positions);
      return loss * (chunk.targetCount() / sum);
    }

    private void putGradients(Chunk steps, int lane, double scale) {
      forward.lattice.gradients(
          scale, (t, gradient) -> affine.putRow(forward.position(t, steps, lane), gradient));
    }

    @Override
    public Matrix featureGradient() {
      return affine.featureGradient();
    }
  }
}
