package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.memory.MachineException;
import java.util.function.Supplier;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.BytePointer;

/**
 * The implementation that oneDNN chose for a primitive. It depends on the version, the processor,
 * the shape and the type.
 */
final class DnnlImplementation {
  private DnnlImplementation() {}

  /**
   * Returns whether a name denotes loops for any processor, a hundred times slower than kernels.
   */
  static boolean isReference(String name) {
    return name.startsWith("ref") || name.endsWith(":ref");
  }

  /**
   * Returns the name of the implementation, such as {@code brg_matmul:avx512_core}.
   *
   * @param primitive describes the shape and the type of the primitive in the message
   * @throws MachineException if there is only the reference implementation
   */
  static String of(primitive_desc_base description, Supplier<String> primitive) {
    try (BytePointer text = description.impl_info_str()) {
      String name = text.getString();
      if (isReference(name)) {
        throw new MachineException(
            "oneDNN has no kernel for this processor and "
                + primitive.get()
                + ", only its reference implementation "
                + name
                + "; engine.provider = openblas or java uses other libraries");
      }
      return name;
    }
  }
}
