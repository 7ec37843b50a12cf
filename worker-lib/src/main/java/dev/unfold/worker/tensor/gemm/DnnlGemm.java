package dev.unfold.worker.tensor.gemm;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.ShapeChecks;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.DnnlMatmul.Layout;
import dev.unfold.worker.tensor.memory.MachineException;
import dev.unfold.worker.tensor.memory.NativeResources;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * Matrix products through oneDNN. In f32, N-N and T-N products use {@code sgemm}, and N-T products
 * and prepared weights, which are packed, use the matmul primitive; in bf16, all products use the
 * matmul primitive. Each thread must have an engine and a stream of its own.
 */
final class DnnlGemm implements Gemm {
  /** The width of the product whose implementation is asked for. */
  private static final int PROBE = 64;

  private final Precision precision;
  private final memory.data_type type;
  private final String library;
  private final NativeResources natives = new NativeResources();
  private final engine cpu = natives.register(new engine(engine.kind.cpu, 0));
  private final stream queue = natives.register(new stream(cpu));
  private final ReusableFloatPointer left = natives.register(new ReusableFloatPointer());
  private final ReusableFloatPointer right = natives.register(new ReusableFloatPointer());
  private final ReusableFloatPointer result = natives.register(new ReusableFloatPointer());
  private final DnnlProducts products;
  private final List<DnnlPackedWeights> packed = new ArrayList<>();
  private final List<DnnlTransposedProduct> preparedTns = new ArrayList<>();
  private final DnnlRounding rounding = new DnnlRounding(cpu, queue);

  /**
   * @throws MachineException if oneDNN has no kernels for this processor
   */
  DnnlGemm(Precision precision) {
    this.precision = precision;
    type =
        switch (precision) {
          case F32 -> memory.data_type.f32;
          case BF16 -> memory.data_type.bf16;
        };
    products = new DnnlProducts(cpu, queue, type);
    library = versionAndImplementation();
  }

  private String versionAndImplementation() {
    var shape = new DnnlMatmul.Shape(Layout.PACKED, PROBE, PROBE, PROBE);
    try (dnnl_version_t version = dnnl_version();
        DnnlMatmul probe = new DnnlMatmul(cpu, queue, type, shape)) {
      return String.format(
          "oneDNN %d.%d.%d (%s)",
          version.major(), version.minor(), version.patch(), probe.implementation());
    }
  }

  /**
   * Returns the version that the loaded library reports, which may differ from the one in Unfold's
   * jar, and the implementation of a product with prepared weights.
   */
  @Override
  public String library() {
    return library;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public String instructionSet() {
    return InstructionSet.name();
  }

  @Override
  public Operand operand(Matrix matrix, Workspace workspace) {
    return switch (precision) {
      case F32 -> matrix;
      case BF16 -> new Bf16Copy(matrix, workspace, rounding::round);
    };
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c) {
    ShapeChecks.requireProduct(a.rows(), a.columns(), b.rows(), b.columns(), c);
    if (precision == Precision.F32) {
      sgemm('N', a.columns(), a, b, c, 0f);
    } else {
      products.multiplyInto(a, a.columns(), b, c, false);
    }
  }

  @Override
  public void multiplyNtInto(Operand a, Operand b, Matrix c) {
    ShapeChecks.requireProduct(a.rows(), a.columns(), b.columns(), b.rows(), c);
    products.multiplyInto(Layout.NT, a, a.columns(), b, c, false);
  }

  @Override
  public void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    ShapeChecks.requireProduct(a.columns(), a.rows(), b.rows(), b.columns(), c);
    if (precision == Precision.F32) {
      sgemm('T', a.rows(), a, b, c, accumulate ? 1f : 0f);
    } else {
      products.multiplyInto(Layout.TN, a, a.rows(), b, c, accumulate);
    }
  }

  @Override
  public PreparedTransposedProduct prepareTn(int k, int m, int n, Workspace workspace) {
    if (precision == Precision.F32 || !DnnlTransposedProduct.pays(m, n)) {
      return this::multiplyTnInto;
    }
    DnnlReorder transposing = DnnlTransposedProduct.transposing(cpu, queue, k, m);
    DnnlTransposedProduct prepared =
        new DnnlTransposedProduct(this::multiplyTnInto, products, transposing, k, m, workspace);
    preparedTns.add(prepared);
    return prepared;
  }

  @Override
  public PreparedWeights prepare(
      int rows, Operand weights, boolean transposed, Workspace workspace) {
    int k = transposed ? weights.columns() : weights.rows();
    int n = transposed ? weights.rows() : weights.columns();
    var shape = new DnnlMatmul.Shape(Layout.PACKED, rows, k, n);
    DnnlPackedWeights prepared =
        new DnnlPackedWeights(
            new DnnlMatmul(cpu, queue, type, shape), weights, transposed, workspace);
    packed.add(prepared);
    return prepared;
  }

  @Override
  public void close() {
    packed.forEach(DnnlPackedWeights::close);
    preparedTns.forEach(DnnlTransposedProduct::close);
    products.close();
    rounding.close();
    natives.close();
  }

  private void sgemm(char transA, int k, Operand a, Operand b, Matrix c, float beta) {
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
}
