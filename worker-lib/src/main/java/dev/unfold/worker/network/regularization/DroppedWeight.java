package dev.unfold.worker.network.regularization;

import dev.unfold.worker.network.layer.DropoutMask;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.tensor.Matrix;

/**
 * A weight whose elements are dropped in training (DropConnect, Wan et al. 2013; for recurrent
 * weights Merity et al. 2018, arXiv 1708.02182): an element is zero for a whole chunk with
 * probability p and divided by 1 - p otherwise. In evaluation the weight is unchanged.
 */
public final class DroppedWeight {
  private final Matrix weight;
  private final Matrix dropped;
  private final DropoutMask mask;
  private boolean whole;

  /**
   * @param tensor the weight
   * @param probability p
   */
  public DroppedWeight(ParameterTensor tensor, double probability, PassMemory memory) {
    weight = tensor.in(memory.parameters());
    dropped = memory.workspace().matrix(tensor.rows(), tensor.columns());
    mask = new DropoutMask(probability, tensor.columns(), ForwardMode.streamOf(tensor));
  }

  /** Returns the weight as the passes over a chunk use it, in the shape of the tensor. */
  public Matrix matrix() {
    return dropped;
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    whole = false;
  }

  /**
   * Draws the weight of a chunk.
   *
   * @return whether it differs from that of the chunk before
   */
  public boolean draw(ForwardMode mode) {
    if (whole && !mode.dropout()) {
      return false;
    }
    dropped.copy(0, weight, 0, weight.size());
    mask.applyInPlace(dropped, dropped.rows(), mode);
    whole = !mode.dropout();
    return true;
  }

  /**
   * Turns the gradient of the weight that a chunk used into that of the parameters.
   *
   * @param gradient in the shape of the tensor
   */
  public void throughMask(Matrix gradient, ForwardMode mode) {
    mask.applyInPlace(gradient, gradient.rows(), mode);
  }
}
