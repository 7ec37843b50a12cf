package dev.unfold.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.lease.SharedTemporaryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCommitTest extends CommitContract {
  private static final Configuration CONFIGURATION = new Configuration();
  @TempDir Path directory;

  @Override
  CommitFolder folder() throws IOException {
    return CommitFolder.open(directory.resolve("run").toString(), CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource({"s3a://bucket/run, s3a", "viewfs://cluster/run, viewfs", "ftp://host/run, ftp"})
  void refusesFileSystemsByName(String path, String scheme) {
    assertThatThrownBy(() -> CommitFolder.open(path, CONFIGURATION))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "file system %s:// is not known to rename folders safely, which runs and models need: %s; supported: file, hdfs",
            scheme, path);
  }

  @Test
  void refusesADefaultFileSystemToo() {
    Configuration configuration = new Configuration();
    configuration.set("fs.defaultFS", "s3a://bucket");
    assertThatThrownBy(() -> CommitFolder.open("run", configuration))
        .hasMessageContaining(
            "file system s3a:// is not known to rename folders safely, which runs and models need: run");
    assertThatThrownBy(() -> CommitFolder.open("", configuration))
        .hasMessageContaining("is not a path");
  }

  @Test
  void relativePathsBecomeAbsolute() throws IOException {
    assertThat(CommitFolder.open("some/run", CONFIGURATION).path())
        .isEqualTo("file:" + Path.of("some/run").toAbsolutePath());
  }

  @Test
  void leavesNoChecksumFilesBehind() throws IOException {
    CommitFolder folder = folder();
    write(folder, "data", "x");
    assertThat(directory.resolve("run").toFile().list()).containsExactly("data");
  }

  @Test
  void unclaimedFilesAreSweptOnceTheyAreOld() throws IOException {
    CommitFolder folder = folder();
    String name = folder.newTemporaryName();
    write(folder.child(name), "data", "x");
    Path left = directory.resolve("run").resolve(name);
    FileTime fourDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(4)));
    Files.setLastModifiedTime(left, fourDaysAgo);
    SharedTemporaryFolders temporaries = new SharedTemporaryFolders(folder);
    assertThat(temporaries.sweep()).isZero(); // its file is new

    Files.setLastModifiedTime(left.resolve("data"), fourDaysAgo);
    assertThat(temporaries.sweep()).isEqualTo(1);
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void namesCannotLeaveTheFolder() throws IOException {
    CommitFolder folder = folder();
    assertThatThrownBy(() -> folder.create("../x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.child("..")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theConfigurationTravels() {
    Configuration configuration = new Configuration();
    configuration.set("fs.defaultFS", "hdfs://somewhere:8020");
    configuration.set("my.key", "my value");
    Configuration arrived = SerializedHadoopConfiguration.of(configuration).open();
    assertThat(arrived.get("fs.defaultFS")).isEqualTo("hdfs://somewhere:8020");
    assertThat(arrived.get("my.key")).isEqualTo("my value");
    assertThat(arrived.get("io.file.buffer.size"))
        .isEqualTo(configuration.get("io.file.buffer.size"));
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(configuration);
    assertThat(new Configuration(arrived)).containsExactlyInAnyOrderElementsOf(configuration);
    arrived.set("my.key", "another value");
    assertThat(arrived.get("my.key")).isEqualTo("another value");
  }
}
