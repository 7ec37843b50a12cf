package dev.unfold.driver.corpus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a file is closed of which no reader can be made: an executor reads many of them. */
class OpenFileTest {
  private static final AtomicInteger OPEN = new AtomicInteger();

  @TempDir private Path directory;
  private final Configuration counted = new Configuration();

  /** Counts the streams that are open. Hadoop creates it by its name. */
  public static final class CountedFiles extends RawLocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
      FSDataInputStream opened = super.open(file, buffer);
      OPEN.incrementAndGet();
      return new FSDataInputStream(opened.getWrappedStream()) {
        private boolean closed;

        @Override
        public void close() throws IOException {
          OPEN.addAndGet(closed ? 0 : -1);
          closed = true;
          super.close();
        }
      };
    }
  }

  @BeforeEach
  void count() {
    OPEN.set(0);
    counted.setClass("fs.file.impl", CountedFiles.class, FileSystem.class);
    counted.setBoolean("fs.file.impl.disable.cache", true);
  }

  @Test
  void aFileOfAvroWithoutRecords() throws IOException {
    Path file = directory.resolve("texts.avro");
    try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      writer.create(Schema.create(Schema.Type.STRING), file.toFile());
      writer.append("a text");
    }
    requireClosed(new AvroFormat(), file);
  }

  @Test
  void aFileOfOrcWithoutRows() throws IOException {
    Path file = directory.resolve("numbers.orc");
    OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration()).setSchema(TypeDescription.createInt()))
        .close();
    requireClosed(new OrcFormat(), file);
  }

  private void requireClosed(TypedFileFormat format, Path path) throws IOException {
    SourceFile file = SourceFiles.find(path.toString(), new Configuration());
    StructType columns = new StructType();
    TypedFileFormat.Opener opener = format.opener(null, List.of(file), columns, counted);
    assertThatThrownBy(() -> opener.open(FileRange.whole(file), counted))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("expected r");
    assertThat(OPEN).hasValue(0);
  }
}
