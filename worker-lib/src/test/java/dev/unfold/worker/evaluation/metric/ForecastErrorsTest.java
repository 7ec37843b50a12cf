package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastErrorsTest {
  @Test
  void showsTheLastValueBesideTheForecast() {
    ForecastErrors first = new ForecastErrors(1);
    first.add(new float[] {2}, new float[] {2}, new float[] {1});
    ForecastErrors second = new ForecastErrors(1);
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
