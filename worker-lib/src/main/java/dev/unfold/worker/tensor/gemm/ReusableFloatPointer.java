package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Operand;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is reused for different operands, so that a product allocates nothing. */
final class ReusableFloatPointer extends FloatPointer {
  ReusableFloatPointer() {
    super((Pointer) null);
  }

  /** Sets the pointer to the first element of an operand, which the caller keeps reachable. */
  ReusableFloatPointer at(Operand operand) {
    return at(operand, 0);
  }

  /**
   * Sets the pointer to a byte of the first row of an operand, which the caller keeps reachable.
   */
  ReusableFloatPointer at(Operand operand, long bytes) {
    address = operand.address() + bytes;
    limit = operand.size();
    capacity = limit;
    return this;
  }
}
