package dev.unfold.driver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MemoryUsageTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  @Test
  void filesAreCountedWhileTheyAreDeleted() throws Exception {
    write("kept/blocks/1");
    write("kept/2");
    AtomicBoolean counted = new AtomicBoolean();
    CompletableFuture<Void> cleaner = CompletableFuture.runAsync(() -> writeAndDelete(counted));
    try {
      for (int i = 0; i < 500 || !Files.exists(folder.resolve("deleted")); i++) {
        assertThat(MemoryUsage.filesIn(folder)).isBetween(2L, 12L);
      }
    } finally {
      counted.set(true);
      cleaner.get();
    }
    assertThat(MemoryUsage.filesIn(folder)).isEqualTo(2);
    assertThat(MemoryUsage.filesIn(folder.resolve("nothing"))).isZero();
  }

  private void writeAndDelete(AtomicBoolean ended) {
    while (!ended.get()) {
      for (int i = 0; i < 10; i++) {
        write("deleted/" + i + "/block");
      }
      FileUtil.fullyDelete(folder.resolve("deleted").toFile());
    }
  }

  private void write(String name) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theFilesOfAnotherProcessAreNotCounted() throws IOException {
    LocalSpark here = SPARK.with("spark.local.dir", folder.toString());
    MemoryUsage before = MemoryUsage.now(here.context());
    write("blockmgr-of-another-process/0d/shuffle_0_0_0.data");

    assertThat(MemoryUsage.now(here.context()).localFiles()).isEqualTo(before.localFiles());
    SPARK.context();
  }
}
