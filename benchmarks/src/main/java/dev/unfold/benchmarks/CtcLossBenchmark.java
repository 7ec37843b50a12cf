package dev.unfold.benchmarks;

import dev.unfold.worker.network.alignment.CtcLattice;
import dev.unfold.worker.parameters.CounterRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loss and gradient of connectionist temporal classification: 32 sequences of 200 steps and 50
 * classes with targets of 25 to 35 tokens.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CtcLossBenchmark {
  private static final int STEPS = 200;
  private static final int BATCH = 32;
  private static final int CLASSES = 50;
  private static final int SHORTEST = 25;
  private static final int LENGTHS = 11;

  private final float[][][] logits = new float[BATCH][STEPS][CLASSES];
  private final int[][] targets = new int[BATCH][];
  private final CtcLattice lattice = new CtcLattice(CLASSES, 0);
  private final float[] gradients = new float[STEPS * CLASSES];

  /** Draws logits and targets. */
  @Setup
  public void draw() {
    CounterRandom random = new CounterRandom(1);
    long number = 0;
    for (int lane = 0; lane < BATCH; lane++) {
      for (float[] row : logits[lane]) {
        for (int c = 0; c < CLASSES; c++) {
          row[c] = (float) (4 * random.uniform(number++) - 2);
        }
      }
      targets[lane] = new int[SHORTEST + lane % LENGTHS];
      for (int i = 0; i < targets[lane].length; i++) {
        targets[lane][i] = 1 + (int) (random.uniform(number++) * (CLASSES - 1));
      }
    }
  }

  /** Loss and gradient of a batch. */
  @Benchmark
  public double lossAndGradient() {
    double loss = 0;
    for (int lane = 0; lane < BATCH; lane++) {
      lattice.begin(STEPS, targets[lane].length);
      for (int i = 0; i < targets[lane].length; i++) {
        lattice.setToken(i, targets[lane][i]);
      }
      for (int t = 0; t < STEPS; t++) {
        lattice.setLogits(t, logits[lane][t]);
      }
      loss += lattice.loss();
      lattice.gradients(1, this::store);
    }
    return loss;
  }

  private void store(int step, float[] gradient) {
    System.arraycopy(gradient, 0, gradients, step * CLASSES, CLASSES);
  }
}
