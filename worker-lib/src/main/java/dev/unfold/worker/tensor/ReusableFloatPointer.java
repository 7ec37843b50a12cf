package dev.unfold.worker.tensor;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is moved from operand to operand, so that a product allocates nothing. */
final class ReusableFloatPointer extends FloatPointer {
  ReusableFloatPointer() {
    super((Pointer) null);
  }

  /** Points to the first element; the caller keeps the operand alive. */
  ReusableFloatPointer at(Operand operand) {
    address = operand.address();
    limit = operand.size();
    capacity = limit;
    return this;
  }
}
