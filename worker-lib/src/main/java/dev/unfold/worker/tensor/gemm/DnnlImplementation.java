package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.memory.MachineException;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.BytePointer;

/**
 * The implementation that oneDNN chose for a primitive. It depends on the version, the processor,
 * the shape and the type.
 */
final class DnnlImplementation {
  private DnnlImplementation() {}

  /** Returns its name, such as {@code brg_matmul:avx512_core}. */
  static String of(primitive_desc_base description) {
    try (BytePointer name = description.impl_info_str()) {
      return name.getString();
    }
  }

  /**
   * Returns whether a name denotes loops for any processor, a hundred times slower than kernels.
   */
  static boolean isReference(String name) {
    return name.startsWith("ref") || name.endsWith(":ref");
  }

  /**
   * Requires an implementation for this processor.
   *
   * @param primitive the shape and type of the primitive, for the message
   * @throws MachineException if there is only the reference implementation
   */
  static void requireOptimized(primitive_desc_base description, Object primitive) {
    String name = of(description);
    if (isReference(name)) {
      throw new MachineException(
          "oneDNN has no kernel for this processor and "
              + primitive
              + ", only its reference implementation "
              + name
              + "; engine.provider = openblas or java uses other libraries");
    }
  }
}
