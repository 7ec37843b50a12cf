package dev.unfold.worker.bptt;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * A model as an earlier one and the changes since, of which the last value of an element counts.
 *
 * @param base the earlier model
 * @param changes the changes, oldest first
 */
public record ChangedModel(ModelState base, List<ModelChange> changes) {
  public ChangedModel {
    changes = List.copyOf(changes);
  }

  /** Returns a model without changes. */
  public static ChangedModel of(ModelState model) {
    return new ChangedModel(model, List.of());
  }

  /**
   * Sets matrices to the model.
   *
   * @param parameters [1, P]
   * @param optimizer [slots, P]
   */
  void copyTo(Matrix parameters, Matrix optimizer) {
    parameters.set(base.parameters());
    optimizer.set(base.optimizer());
    changes.forEach(change -> change.applyTo(parameters, optimizer));
  }

  /** Returns the number of its vectors: the parameters, and the slots of the optimizer state. */
  public int vectors() {
    int length = base.parameters().length;
    return length == 0 ? 1 : 1 + base.optimizer().length / length;
  }

  /**
   * Copies a range of one vector of the model: the parameters, or a slot of the optimizer state.
   *
   * @param vector 0 for the parameters, n for slot n - 1
   * @param offset the first element of the range
   * @param to the array, to whose start it is copied
   */
  public void copy(int vector, int offset, int count, float[] to) {
    int length = base.parameters().length;
    float[] values = vector == 0 ? base.parameters() : base.optimizer();
    int first = vector == 0 ? 0 : (vector - 1) * length;
    System.arraycopy(values, first + offset, to, 0, count);
    for (ModelChange change : changes) {
      change.copyChanged(vector, offset, count, to);
    }
  }
}
