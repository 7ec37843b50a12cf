package dev.unfold.driver.corpus.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.text.EncodingSink;
import dev.unfold.driver.corpus.text.TextFixture;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.AudioVocabulary;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.sequence.audio.WavHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
  private static final int HEADER_BYTES = 44;
  private static final int BUFFER_BYTES = 1 << 20;

  @TempDir private Path directory;
  private final Configuration configuration = new Configuration();

  /** A file of 200 MB with a tag, which has no blocks on the disk but those of its ends. */
  @Test
  void samplesAreNotRead() throws IOException {
    int size = 200_000_000;
    byte[] header = WavBytes.of(8000, 1);
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4, HEADER_BYTES - 8 + size)
        .putInt(HEADER_BYTES - 4, size);
    Path path = directory.resolve("large.wav");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(header);
      file.seek(HEADER_BYTES + size);
      file.writeBytes("TAG");
      file.setLength(HEADER_BYTES + size + 128);
    }
    SourceFile listed = listed(path);
    long before = bytesRead();
    WavFile file = WavFile.read(listed, configuration);
    assertThat(file.header().frames()).isEqualTo(size / 2);
    assertThat(bytesRead() - before).isBetween((long) HEADER_BYTES, BUFFER_BYTES + 128L);
  }

  private static long bytesRead() {
    return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
  }

  private SourceFile listed(Path path) throws IOException {
    return SourceFiles.list(List.of(path.toString()), configuration).get(0);
  }

  /** The header is that of a file which another of the same size and time has replaced. */
  @Test
  void aCompressedFileThatEndsBeforeItsSamplesIsRefused() throws IOException {
    Path path = directory.resolve("a.wav.gz");
    Files.write(path, TextFixture.gzip(WavBytes.of(8000, 1, 1, 2, 3)));
    WavFile file = WavFile.read(listed(path), configuration);
    WavHeader header = file.header();
    WavFile replaced =
        new WavFile(file.file(), new WavHeader(header.format(), header.dataStart(), 5));
    EncodingSink sink =
        new EncodingSink(AudioVocabulary.of(false), OutputStream.nullOutputStream());
    try (WavRangeReader reader =
        new WavRangeReader(new WavRange(replaced, 0, 5), sink, configuration)) {
      assertThatThrownBy(reader::advance)
          .isInstanceOf(CorpusException.class)
          .hasMessage(
              "file:%s at byte 50 of the decompressed file: expected 2 more frames, as the header"
                  + " has it, found the end of the file",
              path);
    }
  }
}
