package dev.unfold.benchmarks;

import dev.unfold.worker.benchmark.StepShape;
import dev.unfold.worker.benchmark.BenchmarkStep;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One whole step of training. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TrainingStepBenchmark {
  /** The provider of the kernels. */
  @Param("ONEDNN")
  public GemmProvider provider;

  /** The precision of the operands; bf16 requires a CPU that supports it. */
  @Param("F32")
  public Precision precision;

  /** The width of each layer. */
  @Param public CellKind cell;

  /** V: one that is small beside B T = 400, and one that is not. */
  @Param({"96", "10000"})
  public int vocabulary;

  /** H. */
  @Param("200")
  public int hidden;

  /** L. */
  @Param("2")
  public int layers;

  private Gemm gemm;
  private BenchmarkStep step;

  /** Opens the network for 20 lanes and 20 steps. */
  @Setup
  public void open() {
    gemm = provider.open(precision);
    step =
        new BenchmarkStep(
            gemm, StepShape.recurrent(cell, vocabulary, hidden, layers, 20, 20));
  }

  /** Frees the network. */
  @TearDown
  public void close() {
    step.close();
    gemm.close();
  }

  /** Draws other tokens now and then. */
  @Setup(Level.Iteration)
  public void drawTokens() {
    step.drawTokens();
  }

  /** Forward, backward, clip, update. */
  @Benchmark
  public double step() {
    return step.run();
  }
}
