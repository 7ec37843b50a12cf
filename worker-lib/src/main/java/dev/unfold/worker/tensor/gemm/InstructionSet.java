package dev.unfold.worker.tensor.gemm;

import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;

/** The instruction set that oneDNN detects on this machine. */
final class InstructionSet {
  private InstructionSet() {}

  /**
   * Returns the name that oneDNN gives to the set, such as {@code avx512_core_amx}; of two names of
   * one set, such as {@code avx10_1_512_amx} and that, the last one in its list.
   */
  static String name() {
    int isa = dnnl_get_effective_cpu_isa();
    return Arrays.stream(cpu_isa.values())
        .filter(known -> known.value == isa)
        .map(cpu_isa::name)
        .reduce((first, second) -> second)
        .orElse("isa " + isa);
  }

  /**
   * Returns whether this machine has bf16 instructions. Without them, bf16 is slower than f32, and
   * oneDNN rejects it on AVX2. Each later set contains the instructions of those before it.
   */
  static boolean multipliesBf16() {
    int bf16 = cpu_isa.avx512_core_bf16.value;
    return (dnnl_get_effective_cpu_isa() & bf16) == bf16;
  }
}
