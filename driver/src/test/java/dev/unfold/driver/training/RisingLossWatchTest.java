package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RisingLossWatchTest {
  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private RisingLossWatch watch;

  @BeforeEach
  void watch() throws IOException {
    UnfoldSettings settings = new RunFixture(folder).settings("run");
    watch = new RisingLossWatch(settings, warnings::add);
  }

  private void rounds(int from, int to, IntToDoubleFunction loss) {
    for (int round = from; round <= to; round++) {
      watch.roundFinished(
          new RoundSummary(
              round, 1, 1, round, 100, loss.applyAsDouble(round), 1000, 0, 0, 80, 1, 1000));
    }
  }

  @Test
  void aLossThatFallsAndVariesIsNoFault() {
    rounds(1, 60, round -> 5 + 4.0 / round + (round % 20 < 10 ? 0.4 : 0));
    assertThat(warnings).isEmpty();
  }

  @Test
  void aRiseIsReportedOnceWithWhatToDo() {
    rounds(1, 10, round -> 9.0 - 0.3 * round);
    rounds(11, 40, round -> 6.0 + 0.1 * (round - 10));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains("the mean training loss of the last 5 rounds has risen to 7.200")
        .contains("from 6.180 at round 13")
        .contains("the learning rate of 80.00")
        .contains("lower training.optimizer.learning-rate")
        .contains("training.schedule.warmup");
  }

  @Test
  void eachRiseIsReported() {
    for (int cycle = 0; cycle < 3; cycle++) {
      rounds(1, 10, round -> 4);
      rounds(11, 20, round -> 6);
    }
    assertThat(warnings).hasSize(3);
  }

  /** The rule has no unit: errors of prices and of shares are judged alike. */
  @Test
  void theUnitOfTheLossDoesNotMatter() {
    rounds(1, 20, round -> 1e-6 * (round <= 10 ? 11 - round : 1));
    assertThat(warnings).isEmpty();
    rounds(21, 30, round -> 1e-5);
    assertThat(warnings).hasSize(1);
  }
}
