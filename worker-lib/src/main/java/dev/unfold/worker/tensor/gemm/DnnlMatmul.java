package dev.unfold.worker.tensor.gemm;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.memory.NativeResources;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** A oneDNN matmul primitive of one shape, to which the operands of each product are bound. */
final class DnnlMatmul implements AutoCloseable {
  private final engine cpu;
  private final stream queue;
  private final Shape shape;
  private final memory.data_type type;
  private final NativeResources natives = new NativeResources();
  private final String implementation;
  private final memory.desc weightsLayout;
  private final matmul primitive;
  private final memory source;
  private final memory weights;
  private final memory destination;
  private final IntMemoryMap arguments;
  private final ReusableFloatPointer sourcePointer = natives.register(new ReusableFloatPointer());
  private final ReusableFloatPointer weightsPointer = natives.register(new ReusableFloatPointer());
  private final ReusableFloatPointer destinationPointer =
      natives.register(new ReusableFloatPointer());

  /** The storage layout of the operands of a product. */
  enum Layout {
    NN,
    NT,
    TN,
    /** The left operand is row-major, the right one in the layout that the primitive prefers. */
    PACKED
  }

  /**
   * The shape of a product [m, k] by [k, n].
   *
   * @param stride the number of columns of the matrices of which a right operand in layout NN and
   *     the result are columns, n if they are whole
   * @param accumulate whether the product is added to the result
   */
  record Shape(Layout layout, int m, int k, int n, int stride, boolean accumulate) {
    /** The shape of a product of whole matrices, which replaces the result. */
    Shape(Layout layout, int m, int k, int n) {
      this(layout, m, k, n, n, false);
    }

    /** Returns the product as text, with the type of its operands. */
    String of(memory.data_type type) {
      return String.format(
          "the product [%d, %d] by [%d, %d] of %s in layout %s", m, k, k, n, type, layout);
    }
  }

  DnnlMatmul(engine cpu, stream queue, memory.data_type type, Shape shape) {
    this.cpu = cpu;
    this.queue = queue;
    this.shape = shape;
    this.type = type;
    int m = shape.m();
    int k = shape.k();
    int n = shape.n();
    memory.desc a =
        natives.register(
            shape.layout() == Layout.TN ? transposed(m, k, type) : rowMajor(m, k, type));
    memory.desc b = natives.register(rightLayout(shape, type));
    memory.desc c = natives.register(columns(m, n, shape.stride(), memory.data_type.f32));
    matmul.primitive_desc description =
        natives.register(new matmul.primitive_desc(cpu, a, b, c, attributes(shape), false));
    implementation = DnnlImplementation.of(description, () -> shape.of(type));
    weightsLayout = natives.register(description.weights_desc());
    primitive = natives.register(new matmul(description));
    source = natives.register(new memory(a, cpu, (Pointer) null));
    weights = natives.register(new memory(weightsLayout, cpu, (Pointer) null));
    destination = natives.register(new memory(c, cpu, (Pointer) null));
    arguments = natives.register(new IntMemoryMap());
    arguments
        .put(DNNL_ARG_SRC, source)
        .put(DNNL_ARG_WEIGHTS, weights)
        .put(DNNL_ARG_DST, destination);
  }

  private static memory.desc rightLayout(Shape shape, memory.data_type type) {
    int k = shape.k();
    int n = shape.n();
    return switch (shape.layout()) {
      case NN, TN -> columns(k, n, shape.stride(), type);
      case NT -> transposed(k, n, type);
      case PACKED -> new memory.desc(new long[] {k, n}, type, memory.format_tag.any);
    };
  }

  private primitive_attr attributes(Shape shape) {
    primitive_attr attributes = natives.register(new primitive_attr());
    if (shape.accumulate()) {
      post_ops sum = natives.register(new post_ops());
      sum.append_sum();
      attributes.set_post_ops(sum);
    }
    return attributes;
  }

  static memory.desc rowMajor(long rows, long columns, memory.data_type type) {
    return columns(rows, columns, columns, type);
  }

  /** Returns consecutive columns of a row-major matrix that has {@code stride} columns. */
  private static memory.desc columns(long rows, long columns, long stride, memory.data_type type) {
    return new memory.desc(new long[] {rows, columns}, type, new long[] {stride, 1});
  }

  /** Returns a [rows, columns] operand that is stored as its transpose. */
  static memory.desc transposed(long rows, long columns, memory.data_type type) {
    return new memory.desc(new long[] {rows, columns}, type, new long[] {1, rows});
  }

  /** Returns whether this primitive computes products of the given shape. */
  boolean is(Layout layout, int m, int k, int n, int stride, boolean accumulate) {
    return shape.layout() == layout
        && shape.m() == m
        && shape.k() == k
        && shape.n() == n
        && shape.stride() == stride
        && shape.accumulate() == accumulate;
  }

  /** Returns the number of rows of the left operand. */
  int rows() {
    return shape.m();
  }

  /** Returns the name of the implementation that oneDNN chose. */
  String implementation() {
    return implementation;
  }

  memory.desc weightsLayout() {
    return weightsLayout;
  }

  /**
   * Returns a copy of a right operand into the layout that the primitive prefers.
   *
   * @param transposed whether the operand is stored as its transpose
   */
  DnnlReorder packing(boolean transposed) {
    int k = shape.k();
    int n = shape.n();
    try (memory.desc stored = transposed ? transposed(k, n, type) : rowMajor(k, n, type)) {
      return new DnnlReorder(cpu, queue, stored, weightsLayout);
    }
  }

  /** Returns memory for a right operand. */
  Matrix weightsMemory(Workspace workspace) {
    return workspace.vector((int) ((weightsLayout.get_size() + Float.BYTES - 1) / Float.BYTES));
  }

  /** Multiplies whole matrices. */
  void multiplyInto(Operand a, Operand b, Matrix c) {
    multiplyInto(a, b, c, 0);
  }

  /**
   * Multiplies A by columns of B.
   *
   * @param column the first column of B and C
   */
  void multiplyInto(Operand a, Operand b, Matrix c, int column) {
    source.set_data_handle(sourcePointer.at(a));
    weights.set_data_handle(weightsPointer.at(b, column * memory.data_type_size(type)));
    destination.set_data_handle(destinationPointer.at(c, (long) column * Float.BYTES));
    primitive.execute(queue, arguments);
  }

  @Override
  public void close() {
    natives.close();
  }
}
