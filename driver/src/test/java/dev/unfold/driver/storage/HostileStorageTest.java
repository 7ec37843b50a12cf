package dev.unfold.driver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.lease.AttemptOwner;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.file.CommitManifest;
import dev.unfold.worker.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that hostile commits and claims are opened or rejected. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStorageTest {
  private static final int TIMES = 5_000;

  /** The length of the last line: a hash, two spaces, "end", newline. */
  private static final int END_BYTES = 70;

  @TempDir private Path directory;
  private Path folder;
  private Path manifest;
  private byte[] owner;

  @BeforeEach
  void writeCommit() throws IOException {
    folder = Files.createDirectory(directory.resolve("commit"));
    HandmadeCommit commit = new HandmadeCommit(folder);
    commit.write("a file", "some text".getBytes(UTF_8));
    commit.write("empty", new byte[0]);
    manifest = folder.resolve(CommitManifest.NAME);
    owner = AttemptOwner.current(Duration.ofSeconds(10)).encode();
  }

  @Test
  void damagedManifests() throws IOException {
    attackManifest(Files.readAllBytes(manifest), content -> content);
  }

  @Test
  void damagedManifestsThatEndRight() throws IOException {
    byte[] whole = Files.readAllBytes(manifest);
    attackManifest(Arrays.copyOf(whole, whole.length - END_BYTES), HostileStorageTest::ended);
  }

  private interface Form {
    byte[] of(byte[] content);
  }

  private void attackManifest(byte[] content, Form form) throws IOException {
    CommitFolder commits = CommitFolder.open(folder.toString(), new Configuration());
    new ParserFuzzer(content, owner, folder.toString(), List.of(CorruptCommitException.class))
        .run(
            TIMES,
            damaged -> {
              ParserFuzzer.replace(manifest, form.of(damaged));
              Commit.open(commits);
            });
  }

  private static byte[] ended(byte[] lines) {
    String body = new String(lines, UTF_8);
    body = body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
    return (body + Sha256.of(body) + "  end\n").getBytes(UTF_8);
  }

  @Test
  void damagedOwners() throws IOException {
    new ParserFuzzer(
            owner,
            Files.readAllBytes(manifest),
            "owner.json",
            List.of(CorruptCommitException.class))
        .run(2 * TIMES, damaged -> AttemptOwner.decode(damaged, "owner.json").runsOnThisHost());
  }

  @Test
  void aDeviceIsNoFile() throws IOException {
    Path endless = folder.resolve("empty");
    Files.delete(endless);
    Files.createSymbolicLink(endless, Path.of("/dev/zero"));
    CommitFolder commits = CommitFolder.open(folder.toString(), new Configuration());
    assertThatThrownBy(() -> Commit.open(commits))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot read file:" + endless)
        .hasMessageContaining("it is not a regular file");
  }
}
