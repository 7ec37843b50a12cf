package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * The decompressed bytes of a source file, from its start or, if it is not compressed, from any
 * offset. The file is compared with its listing when it is opened and at its end.
 *
 * <p>Reading throws a {@link CorpusException} if the file cannot be used, and a {@link
 * dev.unfold.driver.storage.fs.StorageException} if the storage fails.
 */
public final class SourceBytes extends InputStream {
  private final TextInput input;
  private int position;
  private boolean ended;

  /**
   * Opens a file.
   *
   * @param start the offset of the first byte; 0 for a compressed file
   * @param end the offset after the last byte; ignored for a compressed file
   */
  public SourceBytes(SourceFile file, long start, long end, Configuration configuration)
      throws IOException {
    input = new TextInput(file, start, end, configuration);
  }

  @Override
  public int read() throws IOException {
    return fill() ? input.buffer()[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int present = Math.min(count, input.limit() - position);
    System.arraycopy(input.buffer(), position, bytes, offset, present);
    position += present;
    return present;
  }

  /** Skips bytes; those of a file that is not compressed are not read, except into the buffer. */
  @Override
  public long skip(long count) throws IOException {
    if (count <= 0) {
      return 0;
    }
    if (position == input.limit()) {
      long skipped = input.skip(count);
      if (skipped > 0) {
        position = 0;
        return skipped;
      }
    }
    int present = fill() ? (int) Math.min(count, input.limit() - position) : 0;
    position += present;
    return present;
  }

  /** Fills the buffer if it is used up, and returns whether there are more bytes. */
  private boolean fill() throws IOException {
    if (position < input.limit()) {
      return true;
    }
    input.slide(position);
    position = 0;
    if (input.limit() == 0 && !ended) {
      requireUnchanged();
      ended = true;
    }
    return input.limit() > 0;
  }

  /**
   * Checks that the file did not change while it was read.
   *
   * @throws CorpusException if the file is not as it was listed
   */
  public void requireUnchanged() throws IOException {
    input.requireUnchanged();
  }

  /** Returns the location of a byte for an error message. */
  public String place(long offset) {
    return input.place(offset);
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
