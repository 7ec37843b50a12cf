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
  private static final double[] NONE = {};

  @Test
  void scaledErrorsAgreeWithNumPy() throws IOException {
    Map<String, GoldenMetrics.Series> cases = GoldenMetrics.load().series();
    cases.forEach(
        (name, golden) -> {
          int width = golden.changes().size();
          ForecastErrors errors = new ForecastErrors(width, golden.changes(), false);
          for (int i = 0; i < golden.values().size(); i++) {
            double[] values = golden.values().get(i);
            errors.add(values, golden.predictions().get(i), values, NONE);
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
    ForecastErrors errors = new ForecastErrors(2, List.of(1.5, 0.0), false);
    errors.add(new double[] {2, 5}, new double[] {1, 9}, new double[] {1, 5}, NONE);
    errors.add(new double[] {4, 5}, new double[] {2, 9}, new double[] {2, 5}, NONE);
    assertThat(errors.plus(errors).describe()).containsEntry("mase", 1.0);
    assertThat(new ForecastErrors(2, List.of(0.0, 0.0), false).describe())
        .containsEntry("mase", NaN);
    assertThat(new ForecastErrors(2, List.of(), false).describe()).doesNotContainKey("mase");
  }

  @Test
  void showsTheLastValueBesideTheForecast() {
    ForecastErrors first = new ForecastErrors(1, List.of(), false);
    first.add(new double[] {2}, new double[] {2}, new double[] {1}, NONE);
    ForecastErrors second = new ForecastErrors(1, List.of(), false);
    second.add(new double[] {4}, new double[] {5}, new double[] {2}, NONE);

    Map<String, Object> figures = first.plus(second).describe();
    assertThat(figures)
        .containsEntry("meanSquaredError", 0.5)
        .containsEntry("persistenceMeanSquaredError", 2.5)
        .containsEntry("rse", Math.sqrt(1) / Math.sqrt(2))
        .containsEntry("persistenceRse", Math.sqrt(5) / Math.sqrt(2))
        .doesNotContainKey("seasonalMeanSquaredError");
    assertThat((double) figures.get("persistenceCorrelation")).isCloseTo(1, within(1e-12));
  }

  /** Values 2, 4 and 9 after 1, 2 and 4 in the last season: errors 1, 2 and 5. */
  @Test
  void showsTheLastSeasonBesideTheForecast() {
    ForecastErrors first = new ForecastErrors(1, List.of(4.0), true);
    first.add(new double[] {2}, new double[] {2}, new double[] {0}, new double[] {1});
    ForecastErrors second = new ForecastErrors(1, List.of(4.0), true);
    second.add(new double[] {4}, new double[] {5}, new double[] {2}, new double[] {2});
    second.add(new double[] {9}, new double[] {4}, new double[] {4}, new double[] {4});

    Map<String, Object> figures = first.plus(second).describe();
    assertThat(figures)
        .containsEntry("mase", 2 / 4.0)
        .containsEntry("persistenceMeanAbsoluteError", 9 / 3.0)
        .containsEntry("seasonalMeanAbsoluteError", 8 / 3.0)
        .containsEntry("seasonalMeanSquaredError", 30 / 3.0)
        .containsEntry("seasonalRse", Math.sqrt(30) / Math.sqrt(26));
    // Deviations -3, -1, 4 and -4/3, -1/3, 5/3.
    assertThat((double) figures.get("seasonalCorrelation"))
        .isCloseTo(11 / Math.sqrt(26 * 42.0 / 9), within(1e-12));
  }
}
