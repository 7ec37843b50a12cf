package dev.unfold.worker.bptt;

import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.tensor.Matrix;
import java.io.Serializable;

/**
 * The elements of a model that may have changed, with their new values.
 *
 * @param spans the spans of the parameter vector, and likewise of each slot of the optimizer state
 * @param values the packed elements of the parameters, and those of each slot, slot after slot; of
 *     the whole vector, these are the model itself
 */
public record ModelChange(VectorSpans spans, ModelState values) implements Serializable {
  /**
   * Returns the values of some spans.
   *
   * @param parameters [1, P]
   * @param optimizer [slots, P]
   */
  static ModelChange of(VectorSpans spans, Matrix parameters, Matrix optimizer) {
    int length = spans.length();
    float[] packed = new float[length];
    spans.pack(parameters, 0, packed, 0);
    float[] state = new float[optimizer.rows() * length];
    for (int slot = 0; slot < optimizer.rows(); slot++) {
      spans.pack(optimizer, slot * optimizer.columns(), state, slot * length);
    }
    return new ModelChange(spans, new ModelState(packed, state));
  }

  /**
   * Sets the elements of a model to the new values.
   *
   * @param parameters [1, P]
   * @param optimizer [slots, P]
   */
  void applyTo(Matrix parameters, Matrix optimizer) {
    spans.unpack(values.parameters(), 0, parameters, 0);
    for (int slot = 0; slot < optimizer.rows(); slot++) {
      spans.unpack(
          values.optimizer(), slot * spans.length(), optimizer, slot * optimizer.columns());
    }
  }

  /** Sets the elements of a model to the new values. */
  public void applyTo(ModelState model) {
    int length = model.parameters().length;
    spans.unpack(values.parameters(), 0, model.parameters(), 0);
    for (int slot = 0; slot < model.optimizer().length / length; slot++) {
      spans.unpack(values.optimizer(), slot * spans.length(), model.optimizer(), slot * length);
    }
  }

  /**
   * Returns the changed model.
   *
   * @param start the model before, which is copied unless every element may have changed
   */
  public ModelState of(ModelState start) {
    if (spans.isAll(start.parameters().length)) {
      return values;
    }
    ModelState end = new ModelState(start.parameters().clone(), start.optimizer().clone());
    applyTo(end);
    return end;
  }

  /**
   * Copies the changed elements of a range of one vector, and leaves others of the array alone.
   *
   * @param vector 0 for the parameters, n for slot n - 1
   * @param offset the first element of the range
   * @param to the array, whose first element is that of the range
   */
  void copyChanged(int vector, int offset, int count, float[] to) {
    float[] packed = packed(vector);
    int first = firstOf(vector);
    spans.forEachIn(
        offset,
        offset + count,
        (from, place, part) -> System.arraycopy(packed, first + place, to, from - offset, part));
  }

  /** Returns the array with the packed elements of a vector. */
  public float[] packed(int vector) {
    return vector == 0 ? values.parameters() : values.optimizer();
  }

  /** Returns the place of the first packed element of a vector in {@link #packed}. */
  public int firstOf(int vector) {
    return vector == 0 ? 0 : (vector - 1) * spans.length();
  }

  /** Returns the number of floats of the values. */
  public long floats() {
    return values.floats();
  }
}
