package dev.unfold.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import org.junit.jupiter.api.Test;

class GenerationBenchmarkTest {
  @Test
  void longerTextsTakeLonger() {
    StepShape shape = StepShape.recurrent(CellKind.GRU, 50, 32, 1, 1, 1);
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      GenerationMeasurement few =
          new GenerationBenchmark(3, 9, 10).measure(gemm, shape.network(), 50, 2);
      GenerationMeasurement many =
          new GenerationBenchmark(3, 9, 1000).measure(gemm, shape.network(), 50, 2);

      assertThat(few.bestSeconds()).isBetween(1e-7, few.medianSeconds());
      assertThat(many.bestSeconds()).isGreaterThan(few.bestSeconds());
    }
  }

  @Test
  void speedsCountTheTokensOfAllTexts() {
    GenerationMeasurement measurement = new GenerationMeasurement(4, 50, 0.2, 0.1);

    assertThat(measurement.tokensPerSecond()).isCloseTo(1000, within(1e-9));
    assertThat(measurement.bestTokensPerSecond()).isCloseTo(2000, within(1e-9));
  }
}
