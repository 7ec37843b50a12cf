package dev.unfold.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.text.EncodedTextManifest;
import dev.unfold.driver.storage.FaultyStorage;
import dev.unfold.driver.storage.commit.CommitFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCacheTest {
  private static final int FILES = 3;
  private static final int BYTES = 10;

  @TempDir private Path directory;
  private boolean failing;
  private int closed;

  @Test
  void allFilesAreClosedThoughOneCannotBe() throws IOException {
    CommitFolder folder = FaultyStorage.open(directory, this::at);
    for (int file = 0; file < FILES; file++) {
      try (OutputStream out =
          new PartFileFormat.Output(folder.create(EncodedTextManifest.partName(file)))) {
        out.write(new byte[BYTES]);
      }
    }
    BlockCache cache = new BlockCache(folder, new Parts());
    for (int file = 0; file < FILES; file++) {
      assertThat(cache.block(file, 0)).hasSize(BYTES);
    }
    failing = true;

    assertThatThrownBy(cache::close)
        .hasMessage("close 1")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("close 2", "close 3"));
    assertThat(closed).isEqualTo(FILES);
  }

  private void at(String operation, boolean done) throws IOException {
    if (failing && done && operation.equals("close")) {
      closed++;
      throw new IOException("close " + closed);
    }
  }

  private static final class Parts implements BlockCache.Listing {
    @Override
    public String name(int file) {
      return EncodedTextManifest.partName(file);
    }

    @Override
    public long length(int file) {
      return BYTES;
    }
  }
}
