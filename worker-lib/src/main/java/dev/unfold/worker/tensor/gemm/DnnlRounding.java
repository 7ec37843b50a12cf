package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** Rounds f32 to bf16, with one primitive for each number of elements. */
final class DnnlRounding implements AutoCloseable {
  private final engine cpu;
  private final stream queue;
  private final List<Sized> reorders = new ArrayList<>();

  private record Sized(int size, DnnlReorder reorder) {}

  DnnlRounding(engine cpu, stream queue) {
    this.cpu = cpu;
    this.queue = queue;
  }

  void round(Matrix from, Bf16Copy to) {
    reorder(from.size()).copy(from, to);
  }

  private DnnlReorder reorder(int size) {
    for (int i = 0; i < reorders.size(); i++) {
      if (reorders.get(i).size() == size) {
        return reorders.get(i).reorder();
      }
    }
    try (memory.desc f32 = DnnlMatmul.rowMajor(1, size, memory.data_type.f32);
        memory.desc bf16 = DnnlMatmul.rowMajor(1, size, memory.data_type.bf16)) {
      Sized sized = new Sized(size, new DnnlReorder(cpu, queue, f32, bf16));
      reorders.add(sized);
      return sized.reorder();
    }
  }

  @Override
  public void close() {
    reorders.forEach(sized -> sized.reorder().close());
  }
}
