package dev.unfold.driver.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.LocalHdfs;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.AttemptOwner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @RegisterExtension static final LocalHdfs HDFS = new LocalHdfs();

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
        TemporaryFolder neighbor = TemporaryFolder.nextTo(output, HDFS.configuration())) {
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
    try (TemporaryFolder made = TemporaryFolder.nextTo(output, configuration)) {
      Path folder = Path.of(URI.create(made.path()));
      assertThat(folder.getParent()).isEqualTo(parent);
      assertThat(Files.getPosixFilePermissions(folder))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(List.of(dead, old)).noneMatch(Files::exists);
      assertThat(List.of(user, unknown, running, folder)).allMatch(Files::exists);
    }
  }

  @Test
  void aFolderThatAnotherHostUsesForDaysIsKept(@TempDir Path parent) throws IOException {
    AttemptOwner elsewhere = new AttemptOwner("a claim", "elsewhere", "another", 1, 0, 0, 1);
    Path used = left(parent, "1", new String(elsewhere.encode(), UTF_8));
    Path unused = left(parent, "2", new String(elsewhere.encode(), UTF_8));
    age(used);
    age(unused);
    var place = new org.apache.hadoop.fs.Path(parent.toUri());
    OwnedFolders owned = new OwnedFolders(FileSystem.getLocal(configuration), place);
    owned.touch(new org.apache.hadoop.fs.Path(used.toUri()));

    owned.make(true);

    assertThat(used).exists();
    assertThat(unused).doesNotExist();
  }

  private static void age(Path folder) throws IOException {
    FileTime days = FileTime.from(Instant.now().minus(Duration.ofDays(4)));
    for (Path aged : List.of(folder.resolve("owner.json"), folder.resolve("rows"), folder)) {
      Files.setLastModifiedTime(aged, days);
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
}
