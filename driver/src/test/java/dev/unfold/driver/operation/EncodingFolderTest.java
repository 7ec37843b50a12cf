package dev.unfold.driver.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodingFolderTest {
  private final Configuration hadoop = new Configuration();

  @Test
  void aFolderOfThisMachineIsRefusedWhereExecutorsMayRunElsewhere() {
    assertThatThrownBy(
            () -> EncodingFolder.temporary(List.of("/models/a", "file:/data/b"), false, hadoop))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("--cache: expected a folder that every machine of the cluster");
  }

  @Test
  void aFolderOfThisMachineIsDeletedAtTheEnd() throws IOException {
    Path made;
    try (EncodingFolder folder = EncodingFolder.temporary(List.of("/models/a"), true, hadoop)) {
      made = Path.of(URI.create(folder.path()));
      assertThat(made).isEmptyDirectory();
    }
    assertThat(made).doesNotExist();
  }

  @Test
  void aNamedFolderIsKept(@TempDir Path cache) throws IOException {
    EncodingFolder.kept(cache.toString(), hadoop).close();

    assertThat(cache).exists();
  }
}
