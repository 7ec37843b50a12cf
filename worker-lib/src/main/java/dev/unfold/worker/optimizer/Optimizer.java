package dev.unfold.worker.optimizer;

import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.SquareSum;
import dev.unfold.worker.tensor.Workspace;
import java.util.List;

/**
 * Updates the parameters by a chain of gradient transformations: θ ← θ - rate · update, after they
 * decayed if there is {@link WeightDecay}.
 *
 * <p>SGD and Adagrad visit only those rows of a table that the chunk touched, because they change
 * no parameter without a gradient. Momentum, RMSProp, Adam and decay do; they visit every
 * parameter, unless {@link OptimizerSettings#sparse} is set. Then a row that a chunk does not touch
 * keeps its parameters and its state as they are, while the number of the update, on which the bias
 * correction of Adam depends, counts all updates, as in PyTorch's SparseAdam.
 */
public final class Optimizer {
  private final List<GradientTransformation> chain;
  private final boolean touchedOnly;
  private final WeightDecay decay;
  private final Matrix state;
  private final SpanBlock block = new SpanBlock();
  private final float[] update = new float[VectorSpans.BLOCK];
  private final float[] parameters = new float[VectorSpans.BLOCK];
  private final float[][][] slots;
  private final SquareSum squares = new SquareSum(VectorSpans.BLOCK);

  /**
   * @param layout the layout of the parameters
   */
  public Optimizer(
      OptimizerSettings optimizer, ClipSettings clip, ParameterLayout layout, Workspace workspace) {
    chain = TransformationChains.of(optimizer, clip);
    touchedOnly = touchedOnly(optimizer, chain);
    decay = WeightDecay.of(optimizer, layout);
    slots = new float[chain.size()][][];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new float[chain.get(i).slots()][VectorSpans.BLOCK];
    }
    state = workspace.matrix(slotsOf(chain), layout.length());
  }

  /**
   * Returns the number of vectors, each as long as the parameters, that an optimizer keeps between
   * updates.
   */
  public static int slots(OptimizerSettings optimizer, ClipSettings clip) {
    return slotsOf(TransformationChains.of(optimizer, clip));
  }

  private static int slotsOf(List<GradientTransformation> chain) {
    return chain.stream().mapToInt(GradientTransformation::slots).sum();
  }

  /** Returns whether updates change only those rows of tables that their chunk touched. */
  public static boolean changesTouchedOnly(OptimizerSettings optimizer, ClipSettings clip) {
    return touchedOnly(optimizer, TransformationChains.of(optimizer, clip));
  }

  private static boolean touchedOnly(
      OptimizerSettings optimizer, List<GradientTransformation> chain) {
    return optimizer.sparse()
        || (optimizer.weightDecay() == 0
            && chain.stream().noneMatch(GradientTransformation::changesUntouched));
  }

  /** Returns whether an update changes only those rows of tables that its chunk touched. */
  public boolean changesTouchedOnly() {
    return touchedOnly;
  }

  /** Returns the optimizer state, [slots, length of the parameter vector], initially zero. */
  public Matrix state() {
    return state;
  }

  /**
   * Makes one update.
   *
   * @param number t, the number of the update since {@link #state} was zero, from 1
   * @param rate the learning rate of this update
   * @return the norm of the gradient over all parameters, before clipping
   */
  public double update(Matrix theta, Gradients gradients, long number, double rate) {
    double norm = norm(gradients);
    var step = new GradientTransformation.Step(number, norm);
    VectorSpans.Visitor change =
        (offset, count) -> {
          if (!block.fits(count)) {
            change(theta, gradients.vector(), step, rate);
          }
          block.add(offset, count);
        };
    if (touchedOnly) {
      gradients.forEachTouched(change);
    } else {
      gradients.all().forEach(change);
    }
    change(theta, gradients.vector(), step, rate);
    return norm;
  }

  /** Returns whether a gradient of the given norm is clipped by its norm. */
  public boolean clips(double norm) {
    return chain.stream().anyMatch(link -> link.clips(norm));
  }

  private double norm(Gradients gradients) {
    squares.clear();
    gradients.forEachTouched(
        (offset, count) -> {
          gradients.vector().get(offset, update, count);
          squares.add(update, count);
        });
    return Math.sqrt(squares.total());
  }

  /** Changes the elements of the block, which is empty afterwards. */
  private void change(
      Matrix theta, Matrix gradient, GradientTransformation.Step step, double rate) {
    int count = block.length();
    block.read(gradient, 0, update);
    int slot = 0;
    for (int i = 0; i < slots.length; i++) {
      for (int s = 0; s < slots[i].length; s++) {
        block.read(state, (slot + s) * state.columns(), slots[i][s]);
      }
      chain.get(i).apply(update, slots[i], count, step);
      for (int s = 0; s < slots[i].length; s++) {
        block.write(slots[i][s], state, (slot + s) * state.columns());
      }
      slot += slots[i].length;
    }
    block.read(theta, 0, parameters);
    decay.decayInPlace(block, parameters, rate);
    descend(parameters, update, (float) rate, count);
    block.write(parameters, theta, 0);
    block.clear();
  }

  private static void descend(float[] theta, float[] update, float rate, int count) {
    for (int i = 0; i < count; i++) {
      theta[i] -= rate * update[i];
    }
  }
}
