package dev.unfold.worker.tensor;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is moved from matrix to matrix, so that a product allocates nothing. */
final class NativeFloats extends FloatPointer {
  NativeFloats() {
    super((Pointer) null);
  }

  /** Points to the first element; the caller keeps the matrix alive. */
  NativeFloats at(Matrix matrix) {
    address = matrix.address();
    limit = matrix.size();
    capacity = limit;
    return this;
  }
}
