package dev.unfold.worker.tensor;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;

/**
 * Products through oneDNN: {@code sgemm} for N-N and T-N, the matmul primitive for N-T and for
 * prepared weights, which it packs. With two threads each must have its own engine and stream.
 */
final class DnnlGemm implements Gemm {
  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final NativeFloats left = new NativeFloats();
  private final NativeFloats right = new NativeFloats();
  private final NativeFloats result = new NativeFloats();
  private final Map<MatmulShape, DnnlMatmul> transposed = new HashMap<>();
  private final List<AutoCloseable> packed = new ArrayList<>();

  @Override
  public GemmProvider provider() {
    return GemmProvider.ONEDNN;
  }

  @Override
  public String instructionSet() {
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

  @Override
  public void multiplyInto(Matrix a, Matrix b, Matrix c) {
    Shapes.requireProduct(a.rows(), a.columns(), b.rows(), b.columns(), c);
    sgemm('N', a.columns(), a, b, c, 0f);
  }

  @Override
  public void multiplyNtInto(Matrix a, Matrix b, Matrix c) {
    Shapes.requireProduct(a.rows(), a.columns(), b.columns(), b.rows(), c);
    transposed
        .computeIfAbsent(
            new MatmulShape(a.rows(), a.columns(), b.rows()),
            shape -> DnnlMatmul.transposedWeights(cpu, queue, shape))
        .multiplyInto(a, b, c);
  }

  @Override
  public void multiplyTnInto(Matrix a, Matrix b, Matrix c, boolean accumulate) {
    Shapes.requireProduct(a.columns(), a.rows(), b.rows(), b.columns(), c);
    sgemm('T', a.rows(), a, b, c, accumulate ? 1f : 0f);
  }

  @Override
  public PreparedWeights prepare(int rows, Matrix weights, boolean transposed) {
    DnnlPackedWeights prepared = new DnnlPackedWeights(cpu, queue, rows, weights, transposed);
    packed.add(prepared);
    return prepared;
  }

  @Override
  public void close() {
    packed.forEach(DnnlGemm::close);
    transposed.values().forEach(DnnlGemm::close);
    List.of(left, right, result, queue, cpu).forEach(DnnlGemm::close);
  }

  private void sgemm(char transA, int k, Matrix a, Matrix b, Matrix c, float beta) {
    int status =
        dnnl_sgemm(
            (byte) transA,
            (byte) 'N',
            c.rows(),
            c.columns(),
            k,
            1f,
            left.at(a),
            a.columns(),
            right.at(b),
            b.columns(),
            beta,
            result.at(c),
            c.columns());
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN sgemm failed with status " + status);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException("cannot release a oneDNN object", e);
    }
  }
}
