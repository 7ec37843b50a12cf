package dev.unfold.worker.optimizer;

import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.tensor.Matrix;

/** Spans of a flat vector that are processed together, since those of rows are short. */
final class SpanBlock {
  private final int[] offsets = new int[VectorSpans.BLOCK];
  private final int[] counts = new int[VectorSpans.BLOCK];
  private int spans;
  private int length;

  /** Returns whether another span of the given length fits. */
  boolean fits(int count) {
    return length + count <= VectorSpans.BLOCK;
  }

  void add(int offset, int count) {
    offsets[spans] = offset;
    counts[spans++] = count;
    length += count;
  }

  void clear() {
    spans = 0;
    length = 0;
  }

  /** Returns the number of elements of all spans. */
  int length() {
    return length;
  }

  /** Visits the spans with their places in the block. */
  void forEach(VectorSpans.PackedVisitor visitor) {
    int done = 0;
    for (int i = 0; i < spans; i++) {
      visitor.visit(offsets[i], done, counts[i]);
      done += counts[i];
    }
  }

  /**
   * Copies the elements of the spans, one span after the other.
   *
   * @param base the index of the first element of the vector in the matrix
   */
  void read(Matrix from, int base, float[] to) {
    int done = 0;
    for (int i = 0; i < spans; i++) {
      from.get(base + offsets[i], to, done, counts[i]);
      done += counts[i];
    }
  }

  /** Copies elements back to their spans. */
  void write(float[] from, Matrix to, int base) {
    int done = 0;
    for (int i = 0; i < spans; i++) {
      to.put(base + offsets[i], from, done, counts[i]);
      done += counts[i];
    }
  }
}
