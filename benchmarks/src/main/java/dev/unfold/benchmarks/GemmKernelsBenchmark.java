package dev.unfold.benchmarks;

import dev.unfold.worker.benchmark.GemmLayout;
import dev.unfold.worker.benchmark.GemmShape;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import dev.unfold.worker.tensor.Workspace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products of the shapes that training has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class GemmKernelsBenchmark {
  /** The provider of the kernels. */
  @Param("ONEDNN")
  public GemmProvider provider;

  /** The precision of the operands; bf16 requires a CPU that supports it. */
  @Param("F32")
  public Precision precision;

  /** The storage layout of the operands. */
  @Param public GemmLayout form;

  /** The index of the shape in {@link GemmShape#OF_TRAINING}. */
  @Param({"0", "1", "2", "3", "4"})
  public int shape;

  private Gemm gemm;
  private Workspace workspace;
  private Runnable product;

  /** Makes the operands. */
  @Setup
  public void open() {
    gemm = provider.open(precision);
    workspace = new Workspace();
    product = form.product(gemm, GemmShape.OF_TRAINING.get(shape), workspace);
  }

  /** Frees the operands. */
  @TearDown
  public void close() {
    workspace.close();
    gemm.close();
  }

  /** One product. */
  @Benchmark
  public void product() {
    product.run();
  }
}
