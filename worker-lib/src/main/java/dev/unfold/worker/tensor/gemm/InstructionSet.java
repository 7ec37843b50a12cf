package dev.unfold.worker.tensor.gemm;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

/** The instruction set that oneDNN detects on this machine. */
final class InstructionSet {
  private InstructionSet() {}

  static String name() {
    int isa = dnnl_get_effective_cpu_isa();
    return switch (isa) {
      case dnnl_cpu_isa_sse41 -> "sse41";
      case dnnl_cpu_isa_avx -> "avx";
      case dnnl_cpu_isa_avx2 -> "avx2";
      case dnnl_cpu_isa_avx2_vnni -> "avx2_vnni";
      case dnnl_cpu_isa_avx512_core -> "avx512_core";
      case dnnl_cpu_isa_avx512_core_vnni -> "avx512_core_vnni";
      case dnnl_cpu_isa_avx512_core_bf16 -> "avx512_core_bf16";
      case dnnl_cpu_isa_avx512_core_amx -> "avx512_core_amx";
      default -> "isa " + isa;
    };
  }

  /**
   * Returns whether this machine has bf16 instructions. Without them, bf16 is slower than f32, and
   * oneDNN rejects it on AVX2.
   */
  static boolean multipliesBf16() {
    return switch (dnnl_get_effective_cpu_isa()) {
      case dnnl_cpu_isa_avx512_core_bf16, dnnl_cpu_isa_avx512_core_amx -> true;
      default -> false;
    };
  }
}
