package dev.unfold.worker.evaluation.metric;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.golden.GoldenMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastErrorsTest {
  @Test
  void scaledErrorsAgreeWithNumPy() throws IOException {
    Map<String, GoldenMetrics.Series> cases = GoldenMetrics.load().series();
    cases.forEach(
        (name, golden) -> {
          int width = golden.changes().size();
          ForecastErrors errors = new ForecastErrors(width, golden.changes());
          for (int i = 0; i < golden.values().size(); i++) {
            float[] values = golden.values().get(i);
            errors.add(values, golden.predictions().get(i), values);
          }
          Map<String, Object> figures = errors.describe();
          assertThat((double) figures.get("mase")).isCloseTo(golden.mase(), within(1e-12));
          assertThat((double) figures.get("meanAbsoluteError"))
              .isCloseTo(golden.meanAbsoluteError(), within(1e-12));
          assertThat((double) figures.get("rootMeanSquaredError"))
              .isCloseTo(golden.rootMeanSquaredError(), within(1e-12));
          assertThat(figures).containsEntry("persistenceMeanAbsoluteError", 0.0);
        });
  }

  /** Persistence has MASE 1 on the training rows; a series that never changes there is left out. */
  @Test
  void scalesWithoutAChangeAreLeftOut() {
    ForecastErrors errors = new ForecastErrors(2, List.of(1.5, 0.0));
    errors.add(new float[] {2, 5}, new float[] {1, 9}, new float[] {1, 5});
    errors.add(new float[] {4, 5}, new float[] {2, 9}, new float[] {2, 5});
    assertThat(errors.plus(errors).describe()).containsEntry("mase", 1.0);
    assertThat(new ForecastErrors(2, List.of(0.0, 0.0)).describe()).containsEntry("mase", NaN);
    assertThat(new ForecastErrors(2, List.of()).describe()).doesNotContainKey("mase");
  }

  @Test
  void showsTheLastValueBesideTheForecast() {
    ForecastErrors first = new ForecastErrors(1, List.of());
    first.add(new float[] {2}, new float[] {2}, new float[] {1});
    ForecastErrors second = new ForecastErrors(1, List.of());
    second.add(new float[] {4}, new float[] {5}, new float[] {2});

    Map<String, Object> figures = first.plus(second).describe();
    assertThat(figures)
        .containsEntry("meanSquaredError", 0.5)
        .containsEntry("persistenceMeanSquaredError", 2.5)
        .containsEntry("rse", Math.sqrt(1) / Math.sqrt(2))
        .containsEntry("persistenceRse", Math.sqrt(5) / Math.sqrt(2));
    assertThat((double) figures.get("persistenceCorrelation")).isCloseTo(1, within(1e-12));
  }
}
