package dev.unfold.benchmarks;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.HalvingReduction;
import dev.unfold.worker.tensor.SquareSum;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The elementwise kernels over a row. Those that work in place begin with a fresh copy of it, whose
 * cost {@link #copy} tells.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ElementwiseKernelsBenchmark {
  /** The length of the row: that of a layer, and that of a vocabulary. */
  @Param({"512", "10000"})
  public int length;

  private float[] source;
  private float[] row;
  private float[] addend;
  private HalvingReduction fold;
  private SquareSum squares;

  /** Draws the rows, uniform in [-2, 2). */
  @Setup
  public void fill() {
    CounterRandom random = new CounterRandom(1);
    source = new float[length];
    addend = new float[length];
    row = new float[length];
    fold = new HalvingReduction(length);
    squares = new SquareSum(length);
    for (int i = 0; i < length; i++) {
      source[i] = (float) (4 * random.uniform(2L * i) - 2);
      addend[i] = (float) (4 * random.uniform(2L * i + 1) - 2);
    }
  }

  /** Measures the copy that in-place kernels start with. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(source, 0, row, 0, length);
    return row;
  }

  @Benchmark
  public float[] tanh() {
    Elementwise.tanhInPlace(copy(), length);
    return row;
  }

  @Benchmark
  public float[] sigmoid() {
    Elementwise.sigmoidInPlace(copy(), length);
    return row;
  }

  @Benchmark
  public float[] exp() {
    Elementwise.expInPlace(copy(), 2, length);
    return row;
  }

  @Benchmark
  public float[] add() {
    Elementwise.addInPlace(copy(), addend, length);
    return row;
  }

  @Benchmark
  public float[] scale() {
    Elementwise.scaleInPlace(copy(), 0.5f, length);
    return row;
  }

  @Benchmark
  public float max() {
    return fold.max(copy(), length);
  }

  @Benchmark
  public double sum() {
    return fold.sum(copy(), length);
  }

  @Benchmark
  public double sumOfSquares() {
    squares.clear();
    squares.add(source, length);
    return squares.total();
  }
}
