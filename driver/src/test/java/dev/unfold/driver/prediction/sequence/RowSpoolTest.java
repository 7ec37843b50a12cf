package dev.unfold.driver.prediction.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.storage.TempLocalBlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class RowSpoolTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path directory;

  /** A disk that is full refuses the last bytes, too, which are written when a file is closed. */
  @Test
  void aFileOnAFullDiskIsDeleted() throws IOException {
    SPARK.context();
    File full = Files.createSymbolicLink(directory.resolve("block"), Path.of("/dev/full")).toFile();
    RowSpool spool = new RowSpool(0, () -> new Tuple2<>(new TempLocalBlockId(id()), full));
    spool.add(new StepRow(new Object[] {"a row"}, true));
    assertThatThrownBy(spool::complete).isInstanceOf(IOException.class);
    assertThatThrownBy(spool::close).hasMessageContaining("No space left on device");
    assertThat(full.toPath()).doesNotExist();
    assertThat(Files.isSymbolicLink(full.toPath())).isFalse();
  }

  @Test
  void aFileIsDeletedAfterItsLastRow() throws IOException {
    SPARK.context();
    File file = directory.resolve("block").toFile();
    RowSpool spool = new RowSpool(1, () -> new Tuple2<>(new TempLocalBlockId(id()), file));
    for (int row = 0; row < 3; row++) {
      spool.add(new StepRow(new Object[] {row}, true));
    }
    spool.complete();
    assertThat(file).exists();
    assertThat(spool.rows())
        .toIterable()
        .extracting(row -> row.values()[0])
        .containsExactly(0, 1, 2);
    assertThat(file).doesNotExist();
    spool.close(); // again, as the task does
  }

  private static UUID id() {
    return new UUID(0, 0);
  }
}
