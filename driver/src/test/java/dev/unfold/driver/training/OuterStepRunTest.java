package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.worker.settings.training.OuterMomentum;
import dev.unfold.worker.settings.training.OuterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OuterStepRunTest {
  private static final int WARMUP = 3;
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private FixtureRuns runs;

  @BeforeEach
  void open() {
    runs = new FixtureRuns(SPARK.context(), folder);
  }

  /**
   * Recomputes every round's change Δ = v' - μ v, and from it the parameters θ + rate (Δ + μ v').
   */
  @ParameterizedTest
  @CsvSource({"1, 0.5, 1", "1, 0.9, 1.5", "4, auto, 1.5"})
  void everyRoundIsANesterovStep(int shards, String momentum, double rate) throws IOException {
    OuterMomentum mu = momentum(momentum);
    RunFixture fixture =
        new RunFixture(folder)
            .withShards(shards)
            .withInterval(2)
            .withEpochs(1)
            .withoutValidation()
            .withEveryRounds(1)
            .withKeep(1000);
    runs.train(fixture.withMaxRounds(1), "plain");
    runs.train(fixture.withOuter(nesterov(mu, rate)), "run");
    long rounds = ((Number) runs.describe("run").get("round")).longValue();
    assertThat(rounds).isGreaterThan(WARMUP + 2);
    float[] firstAverage = runs.vectors("plain", 1).get("parameters");
    Map<String, float[]> before = runs.vectors("run", 1);
    float[] change = before.get("outer.momentum");
    for (int i = 0; i < change.length; i++) {
      double start = before.get("parameters")[i] - rate * change[i];
      assertThat(change[i]).isCloseTo((float) (firstAverage[i] - start), within(start));
    }
    for (long round = 2; round <= rounds; round++) {
      Map<String, float[]> after = runs.vectors("run", round);
      double factor = mu.forShards(shards) * Math.min(1, (round - 1.0) / WARMUP);
      requireStep(before, after, factor, rate);
      before = after;
    }
  }

  private static void requireStep(
      Map<String, float[]> before, Map<String, float[]> after, double momentum, double rate) {
    float[] v = after.get("outer.momentum");
    for (int i = 0; i < v.length; i++) {
      double change = v[i] - momentum * before.get("outer.momentum")[i];
      double step = rate * (change + momentum * v[i]);
      double expected = before.get("parameters")[i] + step;
      assertThat(after.get("parameters")[i]).isCloseTo((float) expected, within(expected));
    }
  }

  private static Offset<Float> within(double value) {
    return Offset.offset((float) (1e-6 * (1 + Math.abs(value))));
  }

  @Test
  void aRunThatStopsInItsWarmUpResumesToTheSameBits() throws IOException {
    RunFixture fixture =
        new RunFixture(folder).withOuter(nesterov(OuterMomentum.auto(), 1)).withInterval(3);
    runs.train(fixture, "whole");
    for (int rounds : new int[] {2, 4}) {
      runs.train(fixture, "stopped", new StopAfterListener(rounds), RunOutcome.INTERRUPTED);
    }
    runs.train(fixture, "stopped");
    assertThat(runs.describe("stopped").get("stateSha256"))
        .isEqualTo(runs.describe("whole").get("stateSha256"));
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));
  }

  private static OuterMomentum momentum(String value) {
    return value.equals(OuterMomentum.AUTO)
        ? OuterMomentum.auto()
        : OuterMomentum.of(Double.parseDouble(value));
  }

  private static OuterSettings nesterov(OuterMomentum momentum, double rate) {
    return new OuterSettings(OuterSettings.Kind.NESTEROV, momentum, rate, WARMUP);
  }
}
