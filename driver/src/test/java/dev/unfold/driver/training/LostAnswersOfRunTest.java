package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.FaultyStorage;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.store.CommittedRecords;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import dev.unfold.driver.store.SmallModel;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.MetricsLog;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.settings.training.CheckpointSettings;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests all writes of a run and a store on storage that performs them but loses the response. */
class LostAnswersOfRunTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @TempDir private Path directory;

  /** Saves something in a folder. */
  private interface Save {
    void to(CommitFolder folder, Attempt attempt) throws IOException;
  }

  @Test
  void aSaveHappensOnceThoughNoResponseArrives() throws IOException {
    Map<String, Save> saves = new TreeMap<>();
    saves.put("checkpoints/000000", LostAnswersOfRunTest::saveCheckpoint);
    saves.put("metrics/10000000001", LostAnswersOfRunTest::saveMetrics);
    saves.put("promotions/000001", (folder, attempt) -> promote(folder));
    saves.put(
        "versions/000001", (folder, attempt) -> new ModelStore(folder).add(1, SmallModel.of(1)));
    saves.put(
        "model",
        (folder, attempt) ->
            files(folder, attempt).saveModel(1, SmallModel.read(1), new HashMap<>(), Map.of()));
    saves.put(
        "best/000003",
        (folder, attempt) ->
            files(folder, attempt).saveBest(3, SmallModel.read(1), Map.of(), Map.of()));
    for (Map.Entry<String, Save> save : saves.entrySet()) {
      Path run = directory.resolve(save.getKey().replace('/', '-'));
      int[] lost = new int[1];
      CommitFolder folder =
          FaultyStorage.open(
              run,
              (operation, done) -> {
                if (operation.equals("rename") && done) {
                  lost[0]++;
                  throw new SocketTimeoutException("no answer");
                }
              });
      CommitFolder sound = CommitFolder.open(run.toString(), CONFIGURATION);
      try (Attempt attempt = new RunAttempts(sound).claim()) {
        save.getValue().to(folder, attempt);
      }

      assertThat(lost[0]).as(save.getKey()).isEqualTo(1);
      assertThat(
              Commit.open(CommitFolder.open(run.resolve(save.getKey()).toString(), CONFIGURATION))
                  .names())
          .isNotEmpty();
    }
  }

  @Test
  void aClaimIsMadeOnceThoughNoResponseArrives() throws IOException {
    CommitFolder folder =
        FaultyStorage.open(
            directory,
            (operation, done) -> {
              if (operation.equals("rename") && done) {
                throw new SocketTimeoutException("no answer");
              }
            });

    try (Attempt attempt = new RunAttempts(folder).claim()) {
      attempt.requireNewest();
      assertThat(attempt.number()).isEqualTo(1);
    }
  }

  private static void saveCheckpoint(CommitFolder folder, Attempt attempt) throws IOException {
    TrainingState state =
        new TrainingState(
            RunCounters.ZERO,
            new ModelState(new float[4], new float[0]),
            new float[0],
            new float[0],
            List.of(new float[2]));
    new CheckpointStore(folder, 2).save(attempt, new TreeMap<>(), state, "0".repeat(64));
  }

  private static void saveMetrics(CommitFolder folder, Attempt attempt) throws IOException {
    MetricsLog metrics = new MetricsLog(folder);
    metrics.add("round", attempt, 1, Map.of("loss", 2.5));
    metrics.commit(attempt, 1);
  }

  private static void promote(CommitFolder folder) throws IOException {
    new CommittedRecords<Promotion>(
            folder.child("promotions"), "promotion.json", new TypeReference<>() {})
        .commit(Promotion.ofRetraining(1, 1, "first", "2026-01-01T00:00:00Z"));
  }

  private static RunFiles files(CommitFolder folder, Attempt attempt) {
    return new RunFiles(
        folder,
        attempt,
        new TreeMap<>(),
        SmallModel.read(1).network().parameters(),
        new CheckpointSettings(1, 2, 0));
  }
}
