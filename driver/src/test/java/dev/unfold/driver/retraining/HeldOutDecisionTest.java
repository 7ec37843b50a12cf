package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.source.FileHashCache;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.storage.commit.RetryPolicy;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests held-out files that change or are missing while models are compared on them. */
class HeldOutDecisionTest extends TextRetraining {
  private Path heldOut;
  private RetrainingJournal journal;

  /** Makes a challenger that is a version without a decision. */
  @BeforeEach
  void challenger() throws IOException {
    heldOut = folder.resolve("held-out.txt");
    fixture = fixture.withRun(run -> run.withEpochs(1).withMaxRounds(2));
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    ModelStore store = fixture.store();
    assertThat(store.folder().child("decisions").delete("000001")).isTrue();
    assertThat(store.folder().child("promotions").delete("000001")).isTrue();
    journal = new RetrainingJournal(store);
  }

  private List<HashedFile> files() throws IOException {
    return new FileHashCache(SPARK.context(), List.of()).ofPaths(List.of(heldOut.toString()));
  }

  private HeldOutFiles heldOut(HeldOutFiles.Contents... reads) {
    Iterator<HeldOutFiles.Contents> next = List.of(reads).iterator();
    return new HeldOutFiles(() -> next.next().read(), List.of(), journal, false);
  }

  /**
   * Decides on the challenger.
   *
   * @param reads what is found whenever the held-out files are read
   */
  private RetrainingDecision decide(HeldOutFiles.Contents... reads) throws IOException {
    UnfoldSettings settings = fixture.settings();
    CorpusSettings corpus = settings.corpus();
    ModelStore store = fixture.store();
    HeldOutFiles files = heldOut(reads);
    try (Attempt attempt = new RunAttempts(store.folder()).claim()) {
      PlanSelection plans =
          new PlanSelection(
              store,
              journal,
              new RetrainingPlanner(settings, store.folder().path(), new Configuration()),
              new StableFiles(SPARK.context()),
              Optional.empty(),
              files,
              new FencedWrites(attempt, new RetryPolicy(Duration.ZERO)));
      return new HeldOutDecision(
              SPARK.context(),
              settings,
              corpus.from(List.of(heldOut.toString()), corpus.format(), corpus.source(), ""),
              Optional.empty(),
              files,
              plans)
          .decide(journal.latest().orElseThrow());
    }
  }

  @Test
  void aFileThatIsMissingOrWrittenAfterTheComparisonKeepsTheChallenger() throws IOException {
    String text = Files.readString(heldOut);
    HeldOutFiles.Contents deleted =
        () -> {
          Files.delete(heldOut);
          return files();
        };
    HeldOutFiles.Contents written =
        () -> {
          throw new CorpusException(heldOut + " changed while it was read");
        };
    for (HeldOutFiles.Contents read : List.of(deleted, written)) {
      assertThatThrownBy(() -> decide(this::files, read, this::files))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("while the models of retraining 1 were compared on them: expected")
          .hasMessageContaining("found: ")
          .hasMessageContaining("held-out.txt")
          .hasMessageContaining("run the command again");
      assertThat(journal.decision(1)).isEmpty();
      fixture.holdOut(text);
    }
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(fixture.champion()).isEqualTo(1);
  }

  @Test
  void aFaultInAFileThatIsWrittenAgainWithTheSameContentKeepsTheChallenger() throws IOException {
    List<HashedFile> before = withFault();
    Files.setLastModifiedTime(heldOut, FileTime.fromMillis(1_000));
    assertThatThrownBy(() -> decide(() -> before, this::files))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("invalid UTF-8");
    assertThat(journal.decision(1)).isEmpty();

    assertThatThrownBy(() -> decide(this::files, this::files))
        .hasMessageContaining("invalid UTF-8");
    assertThat(fixture.verdict(1))
        .as("a lasting fault")
        .isEqualTo(RetrainingDecision.Verdict.FAILED);
  }

  private List<HashedFile> withFault() throws IOException {
    Files.write(heldOut, "a torn é".getBytes(StandardCharsets.ISO_8859_1));
    return files();
  }

  @Test
  void aFailureThatCannotBeRecordedIsStillTheOneThatIsThrown() throws IOException {
    List<HashedFile> files = withFault();
    StorageException unread = new StorageException("no answer");
    HeldOutFiles.Contents failing =
        () -> {
          throw unread;
        };
    assertThatThrownBy(() -> decide(() -> files, failing))
        .hasMessageContaining("invalid UTF-8")
        .hasSuppressedException(unread);
    assertThat(journal.decision(1)).isEmpty();
  }

  @Test
  void theFilesThatChangedAreNamed() throws IOException {
    RetrainingPlan plan = journal.latest().orElseThrow();
    List<HashedFile> before = List.of(file("a", "1"), file("b", "2"), file("same", "3"));
    List<HashedFile> after = List.of(file("a", "4"), file("c", "5"), file("same", "3"));
    assertThatThrownBy(() -> heldOut(() -> after).requireUnchanged(plan, before))
        .hasMessageContaining(
            "on them: a was changed, b was removed, c was added; expected content with SHA-256 ");

    List<HashedFile> many = new ArrayList<>(before);
    for (int i = 0; i < 7; i++) {
      many.add(file("d" + i, "d" + i));
    }
    assertThatThrownBy(() -> heldOut(() -> many).requireUnchanged(plan, before))
        .hasMessageContaining("on them: d0 was added, d1 was added, ")
        .hasMessageContaining("d4 was added, and 2 others; expected content with SHA-256 ");
  }

  private static HashedFile file(String path, String sha256) {
    return new HashedFile(path, 1, 0, sha256);
  }
}
