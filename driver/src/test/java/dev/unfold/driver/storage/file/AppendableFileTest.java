package dev.unfold.driver.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.fs.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendableFileTest {
  @TempDir private Path folder;

  @Test
  void flushedBytesAreReadableAndNoOtherFileIsLeft() throws IOException {
    Path file = folder.resolve("new/file");
    try (AppendableFile live = create("file")) {
      assertThat(live.path()).isEqualTo("file:" + file);
      live.write("one".getBytes(StandardCharsets.UTF_8));
      live.flush();
      assertThat(file).hasContent("one");
      live.write("two".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(file).hasContent("onetwo");
    try (var all = Files.list(folder.resolve("new"))) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    create("file").close();
    assertThatThrownBy(() -> create("file"))
        .isInstanceOf(StorageException.class)
        .hasMessage("cannot create " + folder.resolve("new/file") + ": it already exists");
  }

  private AppendableFile create(String name) throws IOException {
    return AppendableFile.create(folder.resolve("new").toString(), name, new Configuration());
  }
}
