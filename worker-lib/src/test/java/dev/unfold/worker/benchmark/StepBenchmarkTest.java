package dev.unfold.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepBenchmarkTest {
  @Test
  void reportsConsistentSpeeds() {
    StepShape shape = StepShape.recurrent(CellKind.LSTM, 50, 32, 1, 4, 6);
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      StepMeasurement metrics = new StepBenchmark(2, 6).measure(gemm, shape);

      assertThat(metrics.medianSeconds()).isBetween(1e-7, 1.0);
      assertThat(metrics.bestSeconds()).isBetween(1e-7, metrics.medianSeconds());
      assertThat(metrics.gemmPeakGflops()).isBetween(1.0, 10_000.0);
      assertThat(metrics.fractionOfPeak()).isBetween(1e-6, 1.0);
    }
  }

  @Test
  void speedsFollowFromTimes() {
    StepShape shape = StepShape.recurrent(CellKind.RNN, 6, 3, 1, 2, 5);
    Map<String, Object> metrics = new StepMeasurement(shape, 2e-6, 1e-6, 0.00432).describe();

    assertThat((double) metrics.get("tokensPerSecond")).isCloseTo(5e6, within(1e-3));
    assertThat((double) metrics.get("bestTokensPerSecond")).isCloseTo(1e7, within(1e-3));
    assertThat((double) metrics.get("flopsPerToken")).isEqualTo(216);
    assertThat((double) metrics.get("gflops")).isCloseTo(1.08, within(1e-9));
    assertThat((double) metrics.get("fractionOfPeak")).isCloseTo(250, within(1e-6));
  }

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(new Timings(new long[] {9, 1, 4}).median()).isEqualTo(4e-9);
    assertThat(new Timings(new long[] {9, 1, 4, 2}).median()).isEqualTo(3e-9);
    assertThat(new Timings(new long[] {9, 1, 4}).best()).isEqualTo(1e-9);
  }

  /** The measured step trains: it learns its tokens, but not new ones. */
  @ParameterizedTest
  @EnumSource(CellKind.class)
  void theStepTrains(CellKind cell) {
    StepShape shape = StepShape.recurrent(cell, 30, 24, 1, 4, 6);
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);
        BenchmarkStep step = new BenchmarkStep(gemm, shape)) {
      double first = step.run();
      double last = first;
      for (int i = 0; i < 30; i++) {
        last = step.run();
      }
      step.drawTokens();
      double ofNewTokens = step.run();

      assertThat(first).isCloseTo(Math.log(30), within(0.5));
      assertThat(last).isLessThan(0.5 * first);
      assertThat(ofNewTokens).isGreaterThan(first);
    }
  }

  @ParameterizedTest
  @EnumSource(GemmLayout.class)
  void everyLayoutOfAProductIsTimed(GemmLayout layout) {
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      double gflops = new GemmBenchmark(3, 1e5).gflops(gemm, new GemmShape(13, 7, 20), layout);

      assertThat(gflops).isBetween(1e-4, 10_000.0);
    }
  }
}
