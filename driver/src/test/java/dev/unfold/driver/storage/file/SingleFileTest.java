package dev.unfold.driver.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileTest {
  @TempDir private Path directory;

  /** Such as a lack of memory while a model is converted. */
  @Test
  void anErrorLeavesNothing() throws IOException {
    SingleFile file = SingleFile.open(directory.resolve("file").toString(), new Configuration());
    assertThatThrownBy(
            () ->
                file.write(
                    out -> {
                      out.write(1);
                      throw new OutOfMemoryError("no heap is left");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(directory).isEmptyDirectory();
  }
}
