package dev.unfold.driver.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.commit.CommitFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
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
  void aFolderOfThisMachineIsNotShared() throws IOException {
    assertThat(TemporaryFolder.isShared("/models/prose", configuration)).isFalse();
    assertThat(TemporaryFolder.isShared("file:/models/prose", configuration)).isFalse();
  }
}
