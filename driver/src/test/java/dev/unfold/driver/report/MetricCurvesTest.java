package dev.unfold.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;

class MetricCurvesTest {
  private final MetricCurves curves = new MetricCurves();

  @Test
  void roundsOfAStreamHaveCurvesAndSums() throws Exception {
    for (int round = 1; round <= 3; round++) {
      add("round", round, MetricLines.round(round));
    }
    assertThatMap("rounds", "curves")
        .containsOnlyKeys(
            "loss",
            "minShardLoss",
            "maxShardLoss",
            "gradientNorm",
            "clippedFraction",
            "computeSeconds",
            "seconds",
            "learningRate",
            "targetsPerSecond",
            "time.compute",
            "time.serialize",
            "time.schedule",
            "time.average");
    assertThatMap("rounds", "curves", "targetsPerSecond")
        .containsExactly(entry("mean", List.of(500.0, 500.0, 500.0)));
    assertThatMap("sums").containsEntry("targets", 3000.0).containsEntry("time.compute", 4.5);
    assertThatMap("exclusions").containsExactly(entry("1", 3L));
  }

  @Test
  void missingMetricsOfARoundAreNoPoints() {
    add("round", 1, Map.of("targets", 0, "learningRate", 0.0, "seconds", 0.5));
    assertThatMap("rounds", "curves").containsOnlyKeys("seconds", "targetsPerSecond");
  }

  @Test
  void epochsOfATableHaveTheMetricsOfTheTask() {
    add(
        "epoch",
        7,
        Map.of(
            "epoch",
            1,
            "trainLoss",
            0.7,
            "best",
            true,
            "validation",
            Map.of("loss", 0.8, "accuracy", 0.5, "macroF1", 0.4, "bleu", "NaN", "examples", 9.0)));
    add("epoch", 14, Map.of("epoch", 2, "trainLoss", 0.6, "best", false));
    assertThatMap("epochs", "curves").containsOnlyKeys("round", "trainLoss");
    assertThatMap("validations", "curves")
        .containsOnlyKeys("validation.loss", "validation.accuracy", "validation.macroF1");
    assertThatMap("epochs", "curves", "round").containsEntry("mean", List.of(7.0, 14.0));
  }

  @Test
  void validationsWithinEpochsAreInOneCurveWithThoseAtTheirEnds() {
    Map<String, Double> unaveraged = Map.of("loss", 0.9);
    add("validation", 3, Map.of("validation", Map.of("loss", 0.8), "best", true));
    add("epoch", 7, Map.of("epoch", 1, "trainLoss", 0.7));
    add(
        "validation",
        9,
        Map.of("validation", Map.of("loss", 0.6), "unaveraged", unaveraged, "best", true));
    add("epoch", 14, Map.of("epoch", 2, "validation", Map.of("loss", 0.7), "best", false));
    assertThatMap("validations").containsEntry("positions", List.of(3.0, 9.0, 14.0));
    assertThatMap("validations", "curves", "validation.loss")
        .containsEntry("mean", List.of(0.8, 0.6, 0.7));
    assertThatMap("validations", "curves").containsKey("unaveraged.loss");
  }

  @Test
  void linesOfALaterVersionAreIgnored() {
    add("corpus", 0, Map.of("train", Map.of("tokens", 10)));
    add("telemetry", 1, Map.of("loss", 3.0));
    add("round", 1, Map.of("loss", "much", "time", "long", "excludedShards", "none"));
    assertThatMap("corpora").containsEntry("train", Map.of("tokens", 10));
    assertThatMap("rounds", "curves").isEmpty();
  }

  private void add(String kind, int round, Map<String, Object> values) {
    curves.read("", MetricLines.line(kind, round, values));
  }

  private MapAssert<String, Object> assertThatMap(String... path) {
    Object value = curves.describe();
    for (String name : path) {
      value = ((Map<?, ?>) value).get(name);
    }
    return assertThat(value)
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class));
  }
}
