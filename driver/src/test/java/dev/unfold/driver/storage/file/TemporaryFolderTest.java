package dev.unfold.driver.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.LocalHdfs;
import dev.unfold.driver.storage.commit.CommitFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
  void aFolderOfThisMachineIsNotShared() throws IOException {
    assertThat(TemporaryFolder.isShared("/models/prose", configuration)).isFalse();
    assertThat(TemporaryFolder.isShared("file:/models/prose", configuration)).isFalse();
  }
}
