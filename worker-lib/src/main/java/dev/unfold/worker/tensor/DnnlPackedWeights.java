package dev.unfold.worker.tensor;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** Weights in oneDNN's own blocked layout: packed once, multiplied many times. */
final class DnnlPackedWeights implements PreparedWeights, AutoCloseable {
  private final stream queue;
  private final Matrix weights;
  private final Workspace workspace = new Workspace();
  private final Matrix packed;
  private final DnnlMatmul matmul;
  private final memory unpacked;
  private final reorder packing;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final NativeFloats weightsFloats = new NativeFloats();
  private final NativeFloats packedFloats = new NativeFloats();
  private final int rows;

  DnnlPackedWeights(engine cpu, stream queue, int rows, Matrix weights, boolean transposed) {
    this.queue = queue;
    this.weights = weights;
    this.rows = rows;
    int k = transposed ? weights.columns() : weights.rows();
    int n = transposed ? weights.rows() : weights.columns();
    matmul = DnnlMatmul.packedWeights(cpu, queue, new MatmulShape(rows, k, n));
    memory.desc given = transposed ? DnnlMatmul.transposed(k, n) : DnnlMatmul.rowMajor(k, n);
    unpacked = new memory(given, cpu, (Pointer) null);
    packing = new reorder(new reorder.primitive_desc(cpu, given, cpu, matmul.weightsLayout()));
    packed = workspace.vector((int) (matmul.weightsLayout().get_size() / Float.BYTES));
    arguments.put(DNNL_ARG_FROM, unpacked).put(DNNL_ARG_TO, matmul.weights());
  }

  @Override
  public void refresh() {
    unpacked.set_data_handle(weightsFloats.at(weights));
    matmul.weights().set_data_handle(packedFloats.at(packed));
    packing.execute(queue, arguments);
  }

  @Override
  public void multiplyInto(Matrix a, Matrix c) {
    if (a.rows() != rows) {
      throw new IllegalArgumentException("weights were prepared for " + rows + " rows, found " + a);
    }
    matmul.multiplyInto(a, packed, c);
  }

  @Override
  public void close() {
    arguments.close();
    packing.close();
    unpacked.close();
    matmul.close();
    workspace.close();
  }
}
