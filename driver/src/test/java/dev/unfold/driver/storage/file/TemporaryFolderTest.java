package dev.unfold.driver.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.RecordedLog;
import dev.unfold.driver.storage.LocalHdfs;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.AttemptOwner;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @RegisterExtension static final LocalHdfs HDFS = new LocalHdfs();

  private static final FileTime DAYS_AGO = FileTime.from(Instant.now().minus(Duration.ofDays(4)));
  private final Configuration configuration = new Configuration();

  @Test
  void existsUntilItIsClosed() throws IOException {
    Path folder;
    try (TemporaryFolder temporary = TemporaryFolder.ofMachine(configuration)) {
      folder = Path.of(URI.create(temporary.path()));
      assertThat(folder).isEmptyDirectory();
      Files.writeString(Files.createDirectories(folder.resolve("corpus/key")).resolve("x"), "x");
      assertThat(CommitFolder.open(temporary.path(), configuration).exists("corpus")).isTrue();
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void onlyItsOwnerReadsAFolderOnHdfs() throws IOException {
    DistributedFileSystem files = HDFS.files();
    String output = HDFS.uri() + "/temporary-folder/new/output";
    try (TemporaryFolder sibling = TemporaryFolder.siblingOf(output, HDFS.configuration());
        TemporaryFolder neighbor = TemporaryFolder.nextTo(output, HDFS.configuration(), false)) {
      for (TemporaryFolder folder : List.of(sibling, neighbor)) {
        assertThat(mode(files, folder.path())).isEqualTo("rwx------");
      }
      assertThat(mode(files, "/temporary-folder/new")).isEqualTo("rwxr-xr-x");
      assertThat(mode(files, "/temporary-folder")).isEqualTo("rwxr-xr-x");
    }
  }

  private static String mode(DistributedFileSystem files, String path) throws IOException {
    return files.getFileStatus(new org.apache.hadoop.fs.Path(path)).getPermission().toString();
  }

  @Test
  void theFolderOfAKilledProcessIsDeletedByTheNextOne(@TempDir Path parent) throws IOException {
    Path user = Files.createDirectory(parent.resolve(".unfold-of-the-user"));
    Path unknown = left(parent, "1", "torn");
    AttemptOwner me = AttemptOwner.current(AttemptOwner.HEARTBEAT);
    Path running = left(parent, "2", new String(me.encode(), UTF_8));
    Path dead = left(parent, "3", new String(startedEarlier(me).encode(), UTF_8));
    Path old = left(parent, "4", "torn");
    age(old);

    String output = parent.resolve("output").toString();
    try (TemporaryFolder made = TemporaryFolder.nextTo(output, configuration, true)) {
      Path folder = Path.of(URI.create(made.path()));
      assertThat(folder.getParent()).isEqualTo(parent);
      assertThat(Files.getPosixFilePermissions(folder))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(List.of(dead, old)).noneMatch(Files::exists);
      assertThat(List.of(user, unknown, running, folder)).allMatch(Files::exists);
    }
  }

  @Test
  void theTasksOfAClusterReadAFolderOnASharedDisk(@TempDir Path parent) throws IOException {
    Path ordinary = Files.createDirectory(parent.resolve("ordinary"));
    String output = parent.resolve("output").toString();
    try (TemporaryFolder made = TemporaryFolder.nextTo(output, configuration, false)) {
      assertThat(Files.getPosixFilePermissions(Path.of(URI.create(made.path()))))
          .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }
  }

  @Test
  void aFolderThatAnotherHostUsesForDaysIsKept(@TempDir Path parent) throws IOException {
    AttemptOwner elsewhere = new AttemptOwner("a claim", "elsewhere", "another", 1, 0, 0, 1);
    Path used = left(parent, "1", new String(elsewhere.encode(), UTF_8));
    Path unused = left(parent, "2", new String(elsewhere.encode(), UTF_8));
    Path unnamed = left(parent, "3", "torn");
    Path unnamedUnused = left(parent, "4", "torn");
    age(used);
    Files.setLastModifiedTime(used.resolve("owner.json"), FileTime.from(Instant.now()));
    Files.setLastModifiedTime(unused.resolve("owner.json"), DAYS_AGO);
    for (Path folder : List.of(unnamed, unnamedUnused)) {
      Files.delete(folder.resolve("owner.json"));
      Files.writeString(folder.resolve("rows/part"), "rows");
    }
    Files.setLastModifiedTime(unnamedUnused.resolve("rows/part"), DAYS_AGO);

    owned(FileSystem.getLocal(configuration), parent).make(true);

    assertThat(List.of(used, unnamed)).allMatch(Files::exists);
    assertThat(List.of(unused, unnamedUnused))
        .as("object stores say that a folder was modified now")
        .noneMatch(Files::exists);
  }

  private static OwnedFolders owned(FileSystem files, Path parent) {
    return new OwnedFolders(files, new org.apache.hadoop.fs.Path(parent.toUri()), true);
  }

  @Test
  void aFolderInUseIsWrittenToUntilItIsClosed(@TempDir Path parent) throws IOException {
    String output = parent.resolve("output").toString();
    Path folder;
    try (TemporaryFolder made =
        TemporaryFolder.nextTo(output, configuration, true, Duration.ofMillis(20))) {
      folder = Path.of(URI.create(made.path()));
      Path owner = folder.resolve("owner.json");
      Files.setLastModifiedTime(owner, DAYS_AGO);
      await(() -> Files.getLastModifiedTime(owner).compareTo(DAYS_AGO) > 0);
      assertThat(heartbeats(folder)).isEqualTo(1);
    }
    await(() -> heartbeats(folder) == 0);
    assertThat(folder).doesNotExist();
  }

  private static long heartbeats(Path folder) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith(folder.getFileName().toString()))
        .count();
  }

  /** A condition that becomes true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    Instant end = Instant.now().plus(Duration.ofMinutes(10));
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void aFolderThatWasDeletedIsNotMadeAgain(@TempDir Path parent) throws IOException {
    OwnedFolders owned = owned(FileSystem.getLocal(configuration), parent);
    org.apache.hadoop.fs.Path folder = owned.make(true);
    owned.files().delete(folder, true);
    try (RecordedLog log = new RecordedLog(Level.WARN);
        Closeable heartbeat = owned.heartbeat(folder, Duration.ofMillis(20))) {
      assertThat(heartbeat).isNotNull();
      await(() -> log.lines().stream().anyMatch(line -> line.contains(folder + " is in use")));
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void theFolderOfAnotherUserIsPassedOverWithoutAWarning(@TempDir Path parent) throws IOException {
    Path foreign = left(parent, "1", "torn");
    age(foreign);
    FileSystem denying =
        new FilterFileSystem(FileSystem.getLocal(configuration)) {
          @Override
          public FSDataInputStream open(org.apache.hadoop.fs.Path path, int size)
              throws IOException {
            throw new AccessDeniedException(path.toString());
          }
        };
    try (RecordedLog log = new RecordedLog(Level.WARN)) {
      owned(denying, parent).make(true);
      assertThat(log.lines()).noneMatch(line -> line.contains(parent.toString()));
    }
    assertThat(foreign).exists();
  }

  private static void age(Path folder) throws IOException {
    for (Path aged : List.of(folder.resolve("owner.json"), folder.resolve("rows"), folder)) {
      Files.setLastModifiedTime(aged, DAYS_AGO);
    }
  }

  private static AttemptOwner startedEarlier(AttemptOwner me) {
    long start = me.processStart() - Duration.ofHours(1).toMillis();
    return new AttemptOwner("a claim", me.host(), me.machine(), me.pid(), start, 0, 1);
  }

  /** Leaves a folder with rows, as a process that is killed does. */
  private static Path left(Path parent, String digit, String owner) throws IOException {
    String uuid = "00000000-0000-0000-0000-00000000000" + digit;
    Path folder = parent.resolve(".unfold-" + uuid);
    Files.createDirectories(folder.resolve("rows"));
    Files.writeString(folder.resolve("owner.json"), owner);
    return folder;
  }

  @Test
  void aFolderOfThisMachineIsNotShared() throws IOException {
    assertThat(TemporaryFolder.isShared("/models/prose", configuration)).isFalse();
    assertThat(TemporaryFolder.isShared("file:/models/prose", configuration)).isFalse();
  }

  /** Stores no owner. Hadoop creates it by its name. */
  public static final class FullFiles extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream createNonRecursive(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        EnumSet<CreateFlag> flags,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      throw new IOException("no space is left");
    }
  }

  @Test
  void aFolderThatCannotNameItsProcessIsNotLeftBehind(@TempDir Path parent) {
    Configuration full = new Configuration();
    full.setClass("fs.file.impl", FullFiles.class, FileSystem.class);
    full.setBoolean("fs.file.impl.disable.cache", true);
    assertThatThrownBy(() -> TemporaryFolder.nextTo(parent + "/output", full, true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no space is left");
    assertThat(parent).isEmptyDirectory();
  }

  /** The local file system by another name, without the optional method that returns it. */
  public static final class Plain extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("plain:///");
    }
  }

  @Test
  void anyFileSystemOfHadoopMayHaveAFolder(@TempDir Path parent) throws IOException {
    configuration.set("fs.plain.impl", Plain.class.getName());
    String output = "plain://" + parent.resolve("output");
    try (TemporaryFolder made = TemporaryFolder.nextTo(output, configuration, false)) {
      assertThat(made.path()).startsWith("plain:" + parent + "/.unfold-");
    }
    assertThat(parent).isEmptyDirectory();
    assertThat(TemporaryFolder.isShared(output, configuration)).isFalse();
    assertThat(TemporaryFolder.ofExecutors(List.of(output), false, configuration)).isEmpty();
  }
}
