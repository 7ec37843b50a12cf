package dev.unfold.driver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.file.ReplaceableFile;
import dev.unfold.driver.storage.fs.FileEntry;
import dev.unfold.driver.storage.fs.PositionalInput;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.AttemptOwner;
import dev.unfold.driver.storage.lease.LeaseLostException;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.storage.lease.RunInUseException;
import dev.unfold.driver.storage.lease.SharedTemporaryFolders;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of every supported file system; {@link #folder} is new for each test. */
abstract class CommitContract {
  abstract CommitFolder folder() throws IOException;

  @Test
  void writesReadsListsAndDeletes() throws IOException {
    CommitFolder folder = folder().child("a b");
    assertThat(folder.list()).isEmpty();
    write(folder, "two", "22");
    write(folder, "one", "1");
    folder.child("three").make();

    assertThat(folder.list()).extracting(FileEntry::name).containsExactly("one", "three", "two");
    assertThat(folder.find("two").orElseThrow().size()).isEqualTo(2);
    assertThat(folder.find("three").orElseThrow().folder()).isTrue();
    assertThat(read(folder.read("two"))).isEqualTo("22");
    assertThat(folder.delete("two")).isTrue();
    assertThat(folder.delete("two")).isFalse();
    assertThat(folder.exists("two")).isFalse();
    assertThat(folder.path()).matches("(file|hdfs):/.*/a b");
  }

  @Test
  void aFileOfATaskIsCreatedInAFolderThatExists() throws IOException {
    CommitFolder folder = folder().child("of the job");
    assertThatThrownBy(() -> folder.createInExisting("part"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("/part: it does not exist");
    assertThat(folder.itself()).isEmpty();
    folder.make();
    try (OutputStream out = folder.createInExisting("part")) {
      out.write('x');
    }
    assertThat(read(folder.read("part"))).isEqualTo("x");
    assertThatThrownBy(() -> folder.createInExisting("part"))
        .hasMessageContaining("/part: it already exists");
  }

  @Test
  void readsAtPositions() throws IOException {
    CommitFolder folder = folder();
    write(folder, "digits", "0123456789");
    byte[] bytes = new byte[4];
    try (PositionalInput in = folder.readPositional("digits")) {
      assertThat(in.length()).isEqualTo(10);
      in.readFully(7, bytes, 1, 3);
      assertThat(bytes).containsExactly(0, '7', '8', '9');
      in.readFully(0, bytes, 0, 2);
      assertThat(bytes).containsExactly('0', '1', '8', '9');
      assertThatThrownBy(() -> in.readFully(8, bytes, 0, 4)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void neverOverwritesFilesOrFolders() throws IOException {
    CommitFolder folder = folder();
    write(folder, "file", "old");
    assertThatThrownBy(() -> folder.create("file"))
        .isInstanceOf(StorageException.class)
        .hasMessage("cannot create " + folder.pathOf("file") + ": it already exists");

    write(folder.child("first"), "x", "first");
    write(folder.child("second"), "x", "second");
    folder.publish("first", "final");
    assertThatThrownBy(() -> folder.publish("second", "final"))
        .isInstanceOf(AlreadyCommittedException.class)
        .hasMessageContaining(folder.pathOf("final"));
    assertThatThrownBy(() -> folder.publish("second", "file"))
        .isInstanceOf(AlreadyCommittedException.class);
    assertThat(read(folder.child("final").read("x"))).isEqualTo("first");
    assertThat(folder.child("final").list()).hasSize(1);
    assertThat(folder.exists("second")).isTrue();
  }

  @Test
  void aDerivedFileIsReplaced() throws IOException {
    CommitFolder folder = folder().child("reports");
    ReplaceableFile file = ReplaceableFile.in(folder, "report.html");
    file.write("old".getBytes(UTF_8));
    file.write("new".getBytes(UTF_8));
    assertThat(read(folder.read("report.html"))).isEqualTo("new");
    folder.child("folder").make();
    write(folder.child("folder"), "x", "kept");
    assertThatThrownBy(() -> ReplaceableFile.in(folder, "folder").write(new byte[1]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot replace " + folder.pathOf("folder"));
    assertThat(folder.list()).extracting(FileEntry::name).containsExactly("folder", "report.html");
  }

  @Test
  void refusesToPublishNothing() throws IOException {
    CommitFolder folder = folder();
    folder.child("empty").make();
    assertThatThrownBy(() -> folder.publish("empty", "final")).hasMessageContaining("is empty");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    CommitFolder folder = folder();
    assertThatThrownBy(() -> folder.read("nothing"))
        .isInstanceOf(StorageException.class)
        .hasMessage("cannot read " + folder.pathOf("nothing") + ": it does not exist");
  }

  @Test
  void commitsAreNumberedAndVerified() throws IOException {
    NumberedCommits commits = new NumberedCommits(folder().child("checkpoints"));
    assertThat(commits.latest()).isEmpty();
    assertThat(commits.latestVerified()).isEmpty();
    commit(commits, 7, "seven");
    commit(commits, 1_234_567, "later");

    assertThat(commits.numbers()).containsExactly(7L, 1_234_567L);
    assertThat(commits.latest()).hasValue(1_234_567L);
    Commit commit = commits.open(7);
    assertThat(commit.names()).containsExactly("data", "more");
    assertThat(commit.size("data")).isEqualTo(5);
    assertThat(read(commit.read("data"))).isEqualTo("seven");
    assertThatThrownBy(() -> commit.read("manifest.sha256"))
        .isInstanceOf(CorruptCommitException.class);
    assertThat(commits.folder().list()).hasSize(2);
    assertThat(commits.delete(7)).isTrue();
    assertThat(commits.numbers()).containsExactly(1_234_567L);
  }

  @Test
  void aTakenNumberChangesNothing() throws IOException {
    NumberedCommits commits = new NumberedCommits(folder());
    commit(commits, 3, "winner");
    assertThatThrownBy(() -> commit(commits, 3, "loser"))
        .isInstanceOf(AlreadyCommittedException.class);
    assertThat(read(commits.open(3).read("data"))).isEqualTo("winner");
    assertThat(commits.folder().list()).hasSize(1);
  }

  @Test
  void oneOfManyRacersWins() throws Exception {
    NumberedCommits commits = new NumberedCommits(folder());
    List<String> winners =
        race(
            6,
            () -> {
              String me = Thread.currentThread().getName();
              try {
                commit(commits, 1, me);
                return me;
              } catch (AlreadyCommittedException e) {
                return "";
              }
            });
    assertThat(winners).filteredOn(winner -> !winner.isEmpty()).hasSize(1);
    assertThat(winners).contains(read(commits.open(1).read("data")));
    assertThat(commits.folder().list()).hasSize(1);
  }

  @Test
  void aFailedCommitLeavesNothing() throws IOException {
    NumberedCommits commits = new NumberedCommits(folder());
    assertThatThrownBy(
            () ->
                commits.commit(
                    1,
                    writer -> {
                      try (OutputStream out = writer.create("half")) {
                        out.write(1);
                        throw new IOException("the disk is full");
                      }
                    }))
        .hasMessageContaining("the disk is full");
    assertThat(commits.folder().list()).isEmpty();
  }

  @Test
  void damageIsDetectedAndSkipped() throws IOException {
    CommitFolder folder = folder();
    NumberedCommits commits = new NumberedCommits(folder);
    commit(commits, 1, "good");
    for (int number = 2; number <= 5; number++) {
      commit(commits, number, "to be damaged");
    }
    replace(folder.child("000002"), "data", "too short");
    replace(folder.child("000003"), "data", "to be changed");
    folder.child("000004").delete("data");
    replace(folder.child("000005"), "manifest.sha256", "");
    write(folder.child("000006"), "data", "foreign");

    assertDamaged(commits, 2, "data has 9 bytes, expected 13");
    assertDamaged(commits, 3, "data has SHA-256");
    assertDamaged(commits, 4, "data is missing");
    assertDamaged(commits, 5, "incomplete or damaged");
    assertDamaged(commits, 6, "it has no manifest.sha256");
    assertThat(commits.latestVerified().orElseThrow().folder().path()).endsWith("000001");
  }

  @Test
  void everyTruncationOfTheManifestIsDetected() throws IOException {
    CommitFolder folder = folder();
    NumberedCommits commits = new NumberedCommits(folder);
    commit(commits, 1, "data");
    String manifest = read(folder.child("000001").read("manifest.sha256"));
    for (int length = 0; length < manifest.length() - 1; length += 7) {
      replace(folder.child("000001"), "manifest.sha256", manifest.substring(0, length));
      assertThatThrownBy(() -> commits.open(1)).isInstanceOf(CorruptCommitException.class);
    }
  }

  @Test
  void sweepsWhatDeadOwnersLeft() throws IOException {
    NumberedCommits commits = new NumberedCommits(folder());
    commit(commits, 1, "kept");
    write(commits.folder().child(commits.folder().newTemporaryName()), "torn", "x");
    assertThat(commits.sweepTemporaries()).isEqualTo(1);
    assertThat(commits.folder().list()).extracting(FileEntry::name).containsExactly("000001");
  }

  @Test
  void inASharedFolderOnlyWhatDeadProcessesLeftIsSwept() throws Exception {
    CommitFolder folder = folder();
    SharedTemporaryFolders temporaries = new SharedTemporaryFolders(folder);
    Process process = new ProcessBuilder("true").start();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    process.waitFor();
    AttemptOwner me = AttemptOwner.current(Duration.ofSeconds(1));
    plantTemporary(folder, owner(me.host(), me.machine(), process.pid(), start));
    String mine = temporaries.make();
    String foreign = plantTemporary(folder, owner("elsewhere", "other machine", 42, 0));
    String unnamed = folder.newTemporaryName();
    write(folder.child(unnamed), "data", "x");

    assertThat(temporaries.sweep()).isEqualTo(1);
    assertThat(folder.list())
        .extracting(FileEntry::name)
        .containsExactlyInAnyOrder(mine, foreign, unnamed);
    write(folder.child(mine), "data", "x");
    temporaries.publish(mine, "final");
    assertThat(folder.child("final").list()).extracting(FileEntry::name).containsExactly("data");
  }

  private static String plantTemporary(CommitFolder folder, AttemptOwner owner) throws IOException {
    String name = folder.newTemporaryName();
    write(folder.child(name), "owner.json", new String(owner.encode(), UTF_8));
    return name;
  }

  @Test
  void aRunHasOneOwner() throws IOException {
    RunAttempts attempts = new RunAttempts(folder(), Duration.ofMillis(50));
    try (Attempt attempt = attempts.claim()) {
      assertThat(attempt.number()).isEqualTo(1);
      attempt.requireNewest();
      assertThatThrownBy(attempts::claim)
          .isInstanceOf(RunInUseException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " on host ");
    }
    try (Attempt next = attempts.claim()) {
      assertThat(next.number()).isEqualTo(2);
    }
  }

  @Test
  void concurrentClaimsOfARunGiveOneOwner() throws Exception {
    RunAttempts attempts = new RunAttempts(folder(), Duration.ofMillis(50));
    Queue<Attempt> owners = new ConcurrentLinkedQueue<>();
    List<String> outcomes =
        race(
            4,
            () -> {
              try {
                Attempt attempt = attempts.claim();
                owners.add(attempt);
                return "owner " + attempt.number();
              } catch (RunInUseException e) {
                return "refused";
              }
            });
    assertThat(outcomes).containsExactlyInAnyOrder("owner 1", "refused", "refused", "refused");
    for (Attempt owner : owners) {
      owner.close();
    }
  }

  @Test
  void aDeadOwnerOnTheSameHostIsReplacedAtOnce() throws IOException {
    CommitFolder folder = folder();
    AttemptOwner me = AttemptOwner.current(Duration.ofHours(1));
    long noSuchProcess = Long.MAX_VALUE >> 32;
    plant(folder, 1, owner(me.host(), me.machine(), noSuchProcess, me.processStart()));
    try (Attempt attempt = new RunAttempts(folder, Duration.ofHours(1)).claim()) {
      assertThat(attempt.number()).isEqualTo(2);
    }
    plant(folder, 3, owner(me.host(), me.machine(), me.pid(), me.processStart() - 60_000));
    try (Attempt attempt = new RunAttempts(folder, Duration.ofHours(1)).claim()) {
      assertThat(attempt.number()).isEqualTo(4);
    }
  }

  @Test
  void aForeignOwnerIsRefusedWhileItsHeartbeatMoves() throws Exception {
    CommitFolder folder = folder();
    long seldom = Duration.ofSeconds(4).toMillis(); // the thread below may be delayed
    plant(folder, 1, new AttemptOwner("a claim", "elsewhere", "other machine", 42, 0, 0, seldom));
    CommitFolder attempt = folder.child("attempts").child("000001");
    Thread heart =
        new Thread(
            () -> {
              try {
                while (true) {
                  attempt.touch("owner.json");
                  Thread.sleep(20);
                }
              } catch (InterruptedException | IOException e) {
                Thread.currentThread().interrupt();
              }
            });
    heart.start();
    RunAttempts attempts = new RunAttempts(folder, Duration.ofHours(1));
    assertThatThrownBy(attempts::claim)
        .isInstanceOf(RunInUseException.class)
        .hasMessageContaining("process 42 on host elsewhere");
    heart.interrupt();
    heart.join();
    plant(folder, 2, owner("elsewhere", "other machine", 42, 0));
    try (Attempt taken = attempts.claim()) {
      assertThat(taken.number()).isEqualTo(3);
    }
  }

  @Test
  void aRunThatWasTakenOverIsRefused() throws IOException {
    CommitFolder folder = folder();
    try (Attempt attempt = new RunAttempts(folder).claim()) {
      attempt.requireNewest();
      plant(folder, 2, owner("elsewhere", "", 42, 0));
      assertThatThrownBy(attempt::requireNewest)
          .isInstanceOf(LeaseLostException.class)
          .hasMessageContaining("taken over by attempt 2");
    }
  }

  @Test
  void theHeartbeatMovesAndStops() throws Exception {
    CommitFolder folder = folder();
    CommitFolder claim = folder.child("attempts").child("000001");
    try (Attempt attempt = new RunAttempts(folder, Duration.ofMillis(20)).claim()) {
      long before = claim.find("owner.json").orElseThrow().modified();
      Instant end = Instant.now().plus(Duration.ofMinutes(10));
      while (modified(claim) == before) {
        assertThat(Instant.now()).isBefore(end);
        Thread.sleep(20);
      }
      attempt.requireNewest();
    }
    long after = modified(claim);
    Thread.sleep(200);
    assertThat(modified(claim)).isEqualTo(after);
  }

  private static long modified(CommitFolder claim) throws IOException {
    return claim.find("owner.json").orElseThrow().modified();
  }

  private static AttemptOwner owner(String host, String machine, long pid, long start) {
    long heartbeat = 100;
    return new AttemptOwner("a claim", host, machine, pid, start, 0, heartbeat);
  }

  private static void plant(CommitFolder run, long number, AttemptOwner owner) throws IOException {
    new NumberedCommits(run.child("attempts"))
        .commit(
            number,
            writer -> {
              try (OutputStream out = writer.create("owner.json")) {
                out.write(owner.encode());
              }
            });
  }

  private static void assertDamaged(NumberedCommits commits, long number, String reason) {
    assertThatThrownBy(() -> commits.open(number))
        .isInstanceOf(CorruptCommitException.class)
        .hasMessageContaining(commits.folder().pathOf(NumberedCommits.nameOf(number)))
        .hasMessageContaining(reason);
  }

  static void commit(NumberedCommits commits, long number, String text) throws IOException {
    commits.commit(
        number,
        writer -> {
          try (OutputStream out = writer.create("data")) {
            out.write(text.getBytes(UTF_8));
          }
          try (OutputStream out = writer.create("more")) {
            out.write(1);
          }
        });
  }

  static void write(CommitFolder folder, String name, String text) throws IOException {
    try (OutputStream out = folder.create(name)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  static String read(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void replace(CommitFolder folder, String name, String text) throws IOException {
    folder.delete(name);
    write(folder, name, text);
  }

  private static List<String> race(int racers, Callable<String> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      List<String> results = new ArrayList<>();
      for (Future<String> each : threads.invokeAll(Collections.nCopies(racers, task))) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
