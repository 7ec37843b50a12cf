package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.HandmadeCommit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.MetricsLog;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that hostile checkpoints and metrics are read or rejected, even with valid manifests. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRunTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final int TIMES = 5_000;

  @TempDir private Path directory;
  private CommitFolder run;
  private Path checkpoint;
  private Path segment;

  @BeforeEach
  void writeRun() throws IOException {
    run = CommitFolder.open(directory.toString(), CONFIGURATION);
    RunCounters counters = RunCounters.ZERO;
    TrainingState state =
        new TrainingState(
            counters,
            new ModelState(new float[20], new float[40]),
            new float[0],
            new float[0],
            List.of(new float[6], new float[6]));
    try (Attempt attempt = new RunAttempts(run).claim()) {
      new CheckpointStore(run, 2)
          .save(attempt, new TreeMap<>(Map.of("network.hidden", "3")), state, "0".repeat(64));
      MetricsLog metrics = new MetricsLog(run);
      metrics.add("round", attempt, 1, Map.of("loss", 2.5, "targets", 20));
      metrics.add("epoch", attempt, 1, Map.of("trainLoss", 2.5));
      metrics.commit(attempt, 1);
    }
    checkpoint = directory.resolve("checkpoints/000000");
    segment = directory.resolve("metrics/10000000001");
  }

  @Test
  void damagedStates() throws IOException {
    attackCheckpoint("state.json", "vectors.safetensors");
  }

  @Test
  void damagedVectors() throws IOException {
    attackCheckpoint("vectors.safetensors", "state.json");
  }

  private void attackCheckpoint(String name, String other) throws IOException {
    HandmadeCommit commit = new HandmadeCommit(checkpoint);
    new ParserFuzzer(
            Files.readAllBytes(checkpoint.resolve(name)),
            Files.readAllBytes(checkpoint.resolve(other)),
            checkpoint.toString(),
            List.of(ModelFormatException.class, CorruptCommitException.class))
        .run(
            TIMES,
            damaged -> {
              commit.write(name, damaged);
              assertThat(new CheckpointStore(run, 2).latest()).isPresent();
            });
  }

  @Test
  void damagedMetrics() throws IOException {
    HandmadeCommit commit = new HandmadeCommit(segment);
    new ParserFuzzer(
            Files.readAllBytes(segment.resolve("metrics.jsonl")),
            Files.readAllBytes(checkpoint.resolve("state.json")),
            segment.toString(),
            List.of(ModelFormatException.class))
        .run(
            2 * TIMES,
            damaged -> {
              commit.write("metrics.jsonl", damaged);
              new MetricsLog(run).lines();
            });
  }
}
