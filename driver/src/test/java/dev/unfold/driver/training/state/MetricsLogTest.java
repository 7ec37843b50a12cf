package dev.unfold.driver.training.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @TempDir private Path directory;
  private CommitFolder run;

  @BeforeEach
  void openRun() throws IOException {
    run = CommitFolder.open(directory.toString(), CONFIGURATION);
  }

  @Test
  void aRunOfSeveralAttemptsIsOneCurve() throws IOException {
    attempt(0, 3, 6); // ended after round 6, of which the checkpoint is torn
    attempt(3, 5);
    attempt(5, 7, 9);
    assertThat(rounds())
        .containsExactly(
            "1 by 1", "2 by 1", "3 by 1", "4 by 2", "5 by 2", "6 by 3", "7 by 3", "8 by 3",
            "9 by 3");
  }

  @Test
  void anAttemptThatResumesEarlierSupersedesLaterRounds() throws IOException {
    attempt(0, 2, 4);
    attempt(4, 6, 8);
    attempt(1, 2);
    assertThat(rounds()).containsExactly("1 by 1", "2 by 3");
    attempt(2, 3);
    assertThat(rounds()).containsExactly("1 by 1", "2 by 3", "3 by 4");
  }

  @Test
  void nothingIsWrittenWithoutLines() throws IOException {
    attempt(0);
    assertThat(new MetricsLog(run).lines()).isEmpty();
  }

  /** Resumes after a round and commits at the given rounds. */
  private void attempt(int after, int... checkpoints) throws IOException {
    try (Attempt attempt = new RunAttempts(run).claim()) {
      MetricsLog log = new MetricsLog(run);
      int round = after;
      for (int checkpoint : checkpoints) {
        while (round < checkpoint) {
          round++;
          log.add("round", attempt, round, Map.of("loss", 1.0));
          log.add("epoch", attempt, round, Map.of("trainLoss", 1.0));
        }
        log.commit(attempt, round);
      }
      log.commit(attempt, round);
    }
  }

  private List<String> rounds() throws IOException {
    List<String> rounds = new ArrayList<>();
    List<Object> kinds = new ArrayList<>();
    new MetricsLog(run)
        .forEach(
            (line, values) -> {
              kinds.add(values.get("kind"));
              if (values.get("kind").equals("round")) {
                rounds.add(values.get("round") + " by " + values.get("attempt"));
              }
            });
    assertThat(kinds).hasSize(2 * rounds.size()).startsWith("round", "epoch");
    return rounds;
  }
}
