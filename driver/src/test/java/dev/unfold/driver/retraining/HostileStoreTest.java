package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.storage.HandmadeCommit;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.store.CommittedRecords;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that hostile plans, decisions and promotions are read or rejected. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStoreTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final int TIMES = 4_000;
  private static final String NOW = "2026-01-01T00:00:00Z";

  @TempDir private Path directory;
  private ModelStore store;

  @BeforeEach
  void open() throws IOException {
    store = new ModelStore(directory.toString(), CONFIGURATION);
    HashedFile file = new HashedFile("file:/a", 1, 2, "ab");
    RetrainingJournal journal = new RetrainingJournal(store);
    journal.commit(
        new RetrainingPlan(
            StoreRecord.CURRENT,
            1,
            0,
            0,
            "cd",
            List.of(file, file),
            List.of("file:/a"),
            "1 added",
            "file:/runs/1",
            NOW));
    journal.commit(
        new RetrainingDecision(
            StoreRecord.CURRENT,
            1,
            RetrainingDecision.Verdict.REFUSE,
            "ef",
            Map.of("loss", 1.5),
            Map.of("loss", 2.5, "perplexity", 12.2),
            "not better",
            NOW));
    promotions().commit(Promotion.ofRetraining(1, 1, "first", NOW));
  }

  private CommittedRecords<Promotion> promotions() {
    return new CommittedRecords<>(
        store.folder().child("promotions"), "promotion.json", new TypeReference<>() {});
  }

  private CommittedRecords<RetrainingPlan> plans() {
    return new CommittedRecords<>(
        store.folder().child("retrainings"), "plan.json", new TypeReference<>() {});
  }

  private CommittedRecords<RetrainingDecision> decisions() {
    return new CommittedRecords<>(
        store.folder().child("decisions"), "decision.json", new TypeReference<>() {});
  }

  @Test
  void damagedPlans() throws IOException {
    attack("retrainings", "plan.json", () -> plans().read(1));
  }

  @Test
  void damagedDecisions() throws IOException {
    attack("decisions", "decision.json", () -> decisions().read(1));
  }

  @Test
  void damagedPromotions() throws IOException {
    attack("promotions", "promotion.json", () -> promotions().read(1));
    assertThat(store.lastPromotion()).isEqualTo(1);
  }

  @Test
  void aMetricThatIsNotANumberIsReadAsItWasWritten() throws IOException {
    RetrainingDecision decision =
        new RetrainingDecision(
            StoreRecord.CURRENT,
            2,
            RetrainingDecision.Verdict.REFUSE,
            "ef",
            Map.of("loss", 1.5),
            Map.of("loss", Double.NaN, "perplexity", Double.POSITIVE_INFINITY),
            "not better",
            NOW);
    RetrainingJournal journal = new RetrainingJournal(store);
    journal.commit(decision);

    assertThat(journal.decision(2)).contains(decision);
  }

  private interface Read {
    StoreRecord read() throws IOException;
  }

  private void attack(String folder, String name, Read read) throws IOException {
    Path commit = directory.resolve(folder).resolve("000001");
    HandmadeCommit handmade = new HandmadeCommit(commit);
    new ParserFuzzer(
            Files.readAllBytes(commit.resolve(name)),
            Files.readAllBytes(directory.resolve("retrainings/000001/plan.json")),
            commit.toString(),
            List.of(ModelFormatException.class, CorruptCommitException.class))
        .run(
            TIMES,
            damaged -> {
              handmade.write(name, damaged);
              assertThat(read.read().number()).isEqualTo(1);
            });
  }
}
