package dev.unfold.worker.tensor;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** A oneDNN matmul primitive of one shape; its operands are bound anew for each product. */
final class DnnlMatmul implements AutoCloseable {
  private final stream queue;
  private final memory.desc weightsLayout;
  private final matmul primitive;
  private final memory source;
  private final memory weights;
  private final memory destination;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final NativeFloats sourceFloats = new NativeFloats();
  private final NativeFloats weightsFloats = new NativeFloats();
  private final NativeFloats destinationFloats = new NativeFloats();

  private DnnlMatmul(engine cpu, stream queue, MatmulShape shape, memory.desc weightsWanted) {
    this.queue = queue;
    memory.desc a = rowMajor(shape.m(), shape.k());
    memory.desc c = rowMajor(shape.m(), shape.n());
    matmul.primitive_desc description =
        new matmul.primitive_desc(new matmul.desc(a, weightsWanted, c), new primitive_attr(), cpu);
    weightsLayout = description.weights_desc();
    primitive = new matmul(description);
    source = new memory(a, cpu, (Pointer) null);
    weights = new memory(weightsLayout, cpu, (Pointer) null);
    destination = new memory(c, cpu, (Pointer) null);
    arguments
        .put(DNNL_ARG_SRC, source)
        .put(DNNL_ARG_WEIGHTS, weights)
        .put(DNNL_ARG_DST, destination);
  }

  /** Weights are given as [n, k]. */
  static DnnlMatmul transposedWeights(engine cpu, stream queue, MatmulShape shape) {
    return new DnnlMatmul(cpu, queue, shape, transposed(shape.k(), shape.n()));
  }

  /** Weights are given in the layout {@link #weightsLayout} that the primitive likes best. */
  static DnnlMatmul packedWeights(engine cpu, stream queue, MatmulShape shape) {
    memory.desc any =
        new memory.desc(
            new long[] {shape.k(), shape.n()}, memory.data_type.f32, memory.format_tag.any);
    return new DnnlMatmul(cpu, queue, shape, any);
  }

  static memory.desc rowMajor(long rows, long columns) {
    return new memory.desc(
        new long[] {rows, columns}, memory.data_type.f32, new long[] {columns, 1});
  }

  /** A [rows, columns] operand that is stored as its transpose. */
  static memory.desc transposed(long rows, long columns) {
    return new memory.desc(new long[] {rows, columns}, memory.data_type.f32, new long[] {1, rows});
  }

  memory.desc weightsLayout() {
    return weightsLayout;
  }

  memory weights() {
    return weights;
  }

  void multiplyInto(Matrix a, Matrix b, Matrix c) {
    source.set_data_handle(sourceFloats.at(a));
    weights.set_data_handle(weightsFloats.at(b));
    destination.set_data_handle(destinationFloats.at(c));
    primitive.execute(queue, arguments);
  }

  @Override
  public void close() {
    arguments.close();
    source.close();
    weights.close();
    destination.close();
    primitive.close();
  }
}
