package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.source.FileHashCache;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.worker.settings.RetrainSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests a corpus that is written during a retraining. */
class GrowingCorpusTest {
  private static final long PAUSE_NANOS = 2_000_000;
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RetrainingFixture fixture;

  @BeforeEach
  void texts() throws IOException {
    fixture = new RetrainingFixture(SPARK.context(), folder);
    fixture = fixture.withRun(run -> run.withEpochs(1).withMaxRounds(3));
  }

  @ParameterizedTest
  @EnumSource(RetrainSettings.Data.class)
  void stableFilesAreTrainedOnAndAGrowingFileIsDeferred(RetrainSettings.Data data)
      throws Exception {
    fixture = fixture.withData(data);
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.arrives("growing.txt", "It begins.\n");
    try (Writer writer = new Writer(fixture.corpus().resolve("growing.txt"), () -> true)) {
      assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
      assertThat(learned(1)).containsExactly("a.txt");

      RetrainingSummary nothing = fixture.retrain();
      assertThat(nothing.outcome()).isEqualTo(Outcome.NOTHING_NEW);
      assertThat(nothing.reason()).contains("1 that changed while being read");
      assertThat(writer.failure()).isNull();
    }
    assertThat(fixture.retrain().number()).as("it is quiet now").isEqualTo(2);
    assertThat(learned(2)).containsExactly("a.txt", "growing.txt");
  }

  @Test
  void ifEveryFileGrowsNothingIsNew() throws Exception {
    fixture.arrives("growing.txt", "It begins.\n");
    try (Writer writer = new Writer(fixture.corpus().resolve("growing.txt"), () -> true)) {
      RetrainingSummary result = fixture.retrain();
      assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_NEW);
      assertThat(result.reason()).contains("1 that changed while being read");
      assertThat(writer.failure()).isNull();
    }
  }

  @Test
  void aFileThatStartsToGrowAfterThePlanIsDeferred() throws Exception {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.arrives("growing.txt", "It begins.\n");
    Path plan = folder.resolve("store/prose/retrainings/000001");
    try (Writer writer =
        new Writer(fixture.corpus().resolve("growing.txt"), () -> Files.exists(plan))) {
      RetrainingSummary result = fixture.retrain();
      assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
      assertThat(result.number()).isEqualTo(2);
      assertThat(fixture.verdict(1)).isEqualTo(RetrainingDecision.Verdict.VOID);
      assertThat(learned(2)).containsExactly("a.txt");
      assertThat(writer.failure()).isNull();
    }
  }

  @Test
  void aHeldOutTextThatChangesDuringTheComparisonDecidesNothing() throws Exception {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    AtomicBoolean changed = new AtomicBoolean();
    BooleanSupplier once = () -> isCompared(2) && !changed.getAndSet(true);
    Path heldOut = folder.resolve("held-out.txt");
    try (Writer writer = new Writer(heldOut, once)) {
      assertThatThrownBy(fixture::retrain)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("changed while the models of retraining 2 were compared")
          .hasMessageContaining("held-out.txt")
          .hasMessageContaining("run the command again");
      assertThat(writer.failure()).isNull();
    }
    assertThat(new RetrainingJournal(fixture.store()).decision(2)).isEmpty();
    assertThat(fixture.champion()).isEqualTo(1);
    assertThatThrownBy(fixture::retrain).hasMessageContaining("retrain.held-out");
    fixture = fixture.withNewHeldOut();
    assertThat(fixture.retrain().number()).isEqualTo(2);
  }

  /** Returns whether the held-out text of a retraining was encoded. */
  private boolean isCompared(long number) {
    try (Stream<Path> encoded = Files.walk(folder.resolve("runs"))) {
      return encoded.anyMatch(
          path -> path.toString().matches(".*-00000" + number + "/held-out/[0-9a-f]{32}"));
    } catch (IOException | UncheckedIOException e) {
      return false; // a folder was deleted meanwhile
    }
  }

  @Test
  void grownShrunkReplacedAndRemovedFilesAreDistinguished() throws IOException {
    for (String name : List.of("grew", "shrank", "replaced", "gone", "quiet")) {
      fixture.arrives(name, "the text of " + name);
    }
    List<SourceFile> listed =
        SourceFiles.list(
            List.of(fixture.corpus().toString()), SPARK.context().hadoopConfiguration());
    fixture.arrives("grew", "the text of grew, and more");
    fixture.arrives("shrank", "the text");
    Files.delete(fixture.corpus().resolve("replaced"));
    Files.delete(fixture.corpus().resolve("gone"));
    fixture.arrives("replaced", "THE text of replaced");
    Files.setLastModifiedTime(
        fixture.corpus().resolve("replaced"),
        FileTime.fromMillis(modified("replaced", listed) + 1));

    FileHashCache.Hashed hashed = new FileHashCache(SPARK.context(), List.of()).hash(listed);

    assertThat(hashed.quiet()).extracting(file -> nameOf(file.path())).containsExactly("quiet");
    assertThat(hashed.changed())
        .extracting(file -> nameOf(file.path()))
        .containsExactlyInAnyOrder("grew", "shrank", "replaced", "gone");
  }

  private static long modified(String name, List<SourceFile> files) {
    return files.stream()
        .filter(file -> nameOf(file.path()).equals(name))
        .findFirst()
        .orElseThrow()
        .modified();
  }

  private List<String> learned(long version) throws IOException {
    return Challenger.trainedFilesOf(fixture.store().open(version)).stream()
        .map(HashedFile::path)
        .map(GrowingCorpusTest::nameOf)
        .sorted()
        .toList();
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Appends to a file repeatedly once a condition holds. */
  private static final class Writer implements AutoCloseable {
    private final Thread thread;
    private volatile boolean closed;
    private volatile IOException failure;

    Writer(Path file, BooleanSupplier begin) {
      thread = new Thread(() -> write(file, begin));
      thread.start();
    }

    private void write(Path file, BooleanSupplier begin) {
      try {
        while (!closed) {
          if (begin.getAsBoolean()) {
            Files.writeString(file, "It goes on and on.\n", StandardOpenOption.APPEND);
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    IOException failure() {
      return failure;
    }

    @Override
    public void close() {
      closed = true;
      while (thread.isAlive()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
