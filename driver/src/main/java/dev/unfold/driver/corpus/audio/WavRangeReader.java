package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.source.SourceBytes;
import dev.unfold.driver.corpus.text.EncodingSink;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.AudioVocabulary;
import dev.unfold.worker.sequence.audio.MuLaw;
import dev.unfold.worker.sequence.audio.WavFormat;
import dev.unfold.worker.sequence.audio.WavFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;

/** Passes the levels of the samples of a range of a file to a sink. */
final class WavRangeReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final WavFile file;
  private final WavFormat format;
  private final EncodingSink sink;
  private final int firstId;
  private final SourceBytes in;
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private final long end;
  private long next;

  /**
   * Opens the file at the first frame of the range. A compressed file is a single range; it is read
   * from its start, and what precedes its samples is skipped.
   */
  WavRangeReader(WavRange range, EncodingSink sink, Configuration configuration)
      throws IOException {
    file = range.file();
    format = file.header().format();
    this.sink = sink;
    firstId = AudioVocabulary.firstId(sink.vocabulary());
    next = range.start();
    end = range.end();
    int frames = Math.max(1, BUFFER_BYTES / format.frameBytes());
    bytes = new byte[frames * format.frameBytes()];
    buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long start = file.file().compressed() ? 0 : file.offset(next);
    in = new SourceBytes(file.file(), start, file.offset(end), configuration);
  }

  /**
   * Reads the next buffer of samples.
   *
   * @return whether there is more
   * @throws CorpusException if the file ends before, or a sample is not a finite number
   */
  boolean advance() throws IOException {
    try {
      if (next == 0 && file.file().compressed()) {
        in.skipNBytes(file.header().dataStart());
      }
      int frames = (int) Math.min(end - next, bytes.length / format.frameBytes());
      read(frames * format.frameBytes());
      for (int i = 0; i < frames; i++) {
        accept(i * format.frameBytes());
      }
      next += frames;
    } catch (WavFormatException e) {
      throw WavFile.fault(in, e);
    }
    if (next == end) {
      in.requireUnchanged();
    }
    return next < end;
  }

  private void read(int length) throws IOException {
    int count = in.readNBytes(bytes, 0, length);
    if (count < length) {
      throw new WavFormatException(
          file.offset(next) + count,
          end - next - count / format.frameBytes() + " more frames, as the header has it",
          "the end of the file");
    }
  }

  private void accept(int at) throws IOException {
    double amplitude = format.amplitude(buffer, at);
    if (!Double.isFinite(amplitude)) {
      throw WavFormatException.ofSample(file.offset(next) + at, amplitude);
    }
    sink.known(firstId + MuLaw.level(amplitude));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
