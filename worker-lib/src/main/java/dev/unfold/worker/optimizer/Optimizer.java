package dev.unfold.worker.optimizer;

import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.SquareSum;
import dev.unfold.worker.tensor.Workspace;
import java.util.List;

/**
 * Updates the parameters by a chain of gradient transformations: θ ← θ - rate · update.
 *
 * <p>A chain without state (plain SGD) visits only the rows of an embedding that the chunk touched;
 * any other chain visits every parameter, because its state also changes parameters without a
 * gradient.
 */
public final class Optimizer {
  private final List<GradientTransformation> chain;
  private final Matrix state;
  private final float[] update = new float[VectorSpans.BLOCK];
  private final float[] parameters = new float[VectorSpans.BLOCK];
  private final float[][][] slots;
  private final SquareSum squares = new SquareSum(VectorSpans.BLOCK);

  /**
   * @param length the length of the parameter vector
   */
  public Optimizer(
      OptimizerSettings optimizer, ClipSettings clip, int length, Workspace workspace) {
    chain = TransformationChains.of(optimizer, clip);
    slots = new float[chain.size()][][];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new float[chain.get(i).slots()][VectorSpans.BLOCK];
    }
    state = workspace.matrix(slotsOf(chain), length);
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
        (offset, count) -> change(theta, gradients.vector(), offset, count, step, (float) rate);
    if (state.rows() == 0) {
      gradients.forEachTouched(change);
    } else {
      gradients.all().forEach(change);
    }
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

  private void change(
      Matrix theta,
      Matrix gradient,
      int offset,
      int count,
      GradientTransformation.Step step,
      float rate) {
    gradient.get(offset, update, count);
    int slot = 0;
    for (int i = 0; i < slots.length; i++) {
      for (int s = 0; s < slots[i].length; s++) {
        state.get((slot + s) * state.columns() + offset, slots[i][s], count);
      }
      chain.get(i).apply(update, slots[i], count, step);
      for (int s = 0; s < slots[i].length; s++) {
        state.put((slot + s) * state.columns() + offset, slots[i][s], count);
      }
      slot += slots[i].length;
    }
    theta.get(offset, parameters, count);
    descend(parameters, update, rate, count);
    theta.put(offset, parameters, count);
  }

  private static void descend(float[] theta, float[] update, float rate, int count) {
    for (int i = 0; i < count; i++) {
      theta[i] -= rate * update[i];
    }
  }
}
