package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.unfold.worker.benchmark.BenchmarkStep;
import dev.unfold.worker.benchmark.StepShape;
import dev.unfold.worker.benchmark.TokenFrequency;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the cost of a chunk besides computation. */
class SteadyStateTest {
  private static final int CHUNKS = 50;
  private static final int LARGE_CHUNKS = 25;
  private static final int TRIES = 5;
  private static final double MOST_THREADS = 1.5;

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /**
   * Only a few small objects of the optimizer's visitors are allocated; no arrays, matrices or
   * views.
   */
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void chunksAllocateNextToNothing(CellKind cell) {
    OutputSettings adaptive =
        new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(10, 20), 4, false, false);
    OutputSettings.Negatives negatives =
        new OutputSettings.Negatives(
            25, OutputSettings.Proposal.LOG_UNIFORM, true, OutputSettings.Loss.CROSS_ENTROPY, 1);
    OutputSettings sampled =
        new OutputSettings(OutputSettings.Kind.SAMPLED, List.of(), 1, false, false, negatives);
    for (int vocabulary : new int[] {50, 3000}) {
      assertAllocatesNextToNothing(cell, vocabulary, OutputSettings.softmax());
      assertAllocatesNextToNothing(cell, vocabulary, adaptive);
      assertAllocatesNextToNothing(cell, vocabulary, sampled);
    }
  }

  private void assertAllocatesNextToNothing(CellKind cell, int vocabulary, OutputSettings output) {
    assertAllocatesNextToNothing(
        StepShape.recurrent(cell, vocabulary, 24, 2, 13, 11).with(output),
        "V " + vocabulary + ", " + output.kind());
  }

  private void assertAllocatesNextToNothing(StepShape shape, String name) {
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);
        BenchmarkStep step = new BenchmarkStep(gemm, shape)) {
      run(step, CHUNKS);
      long before = threads.getCurrentThreadAllocatedBytes();
      run(step, CHUNKS);
      long perChunk = (threads.getCurrentThreadAllocatedBytes() - before) / CHUNKS;
      assertThat(perChunk).as("bytes of a chunk, " + name).isLessThan(2048);
    }
  }

  @Test
  void regularizedChunksAllocateNextToNothing() {
    OutputSettings softmax =
        new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, true, false);
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
                LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
                List.of(
                    new GruSettings(24, false, true, false),
                    new LstmSettings(24, false, 0, true, true)),
                24,
                0.2,
                EncoderSettings.defaults(),
                DecoderSettings.defaults(),
                softmax)
            .with(new RegularizationSettings(true, 0.1, 0.3, 0.2, 0.3, 2, 1, 0.1));
    assertAllocatesNextToNothing(
        new StepShape(network, 300, 13, 11, TokenFrequency.UNIFORM), "regularized");
  }

  /**
   * The products are large enough for several threads, but all time must be spent in the calling
   * thread.
   */
  @ParameterizedTest
  @EnumSource(
      value = GemmProvider.class,
      names = {"ONEDNN", "OPENBLAS"})
  void productsUseTheCallingThreadOnly(GemmProvider provider) {
    StepShape shape = StepShape.recurrent(CellKind.LSTM, 2000, 256, 1, 32, 20);
    try (Gemm gemm = provider.open(Precision.F32);
        BenchmarkStep step = new BenchmarkStep(gemm, shape)) {
      run(step, LARGE_CHUNKS);
      double least = Double.MAX_VALUE;
      for (int i = 0; i < TRIES && least >= MOST_THREADS; i++) {
        least = Math.min(least, threadsOf(step));
      }
      assertThat(least).isLessThan(MOST_THREADS);
    }
  }

  /**
   * Returns the processor time of the whole process per time of this thread. It includes what other
   * threads do, such as the JIT compiler, but they do it once.
   */
  private double threadsOf(BenchmarkStep step) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long process = system.getProcessCpuTime();
    long thread = threads.getCurrentThreadCpuTime();
    run(step, LARGE_CHUNKS);
    double ofThread = threads.getCurrentThreadCpuTime() - thread;
    return (system.getProcessCpuTime() - process) / ofThread;
  }

  private static void run(BenchmarkStep step, int chunks) {
    for (int i = 0; i < chunks; i++) {
      step.run();
    }
  }
}
