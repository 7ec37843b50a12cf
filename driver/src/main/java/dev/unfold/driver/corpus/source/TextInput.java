package dev.unfold.driver.corpus.source;

import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.sequence.CorpusException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * The decompressed bytes of a source file in a sliding buffer, and the code points that they
 * encode. All readers of text, whatever the format, read through this class: it rejects files that
 * differ from their listing, truncated or damaged compressed data, and text that is not strict
 * UTF-8.
 *
 * <p>A defect of the file itself throws a {@link CorpusException}; a {@link StorageException} may
 * not recur when the task is retried.
 */
public final class TextInput implements Closeable {
  /** The maximum number of bytes of a code point. */
  public static final int MAX_SEQUENCE_LENGTH = 4;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final int MIN_BUFFER_BYTES = 16;

  private final SourceFile file;
  private final RawSourceFile stored;
  private final InputStream in;
  private final byte[] buffer;
  private final long readLimit;
  private long base;
  private int limit;
  private boolean ended;

  /**
   * @param start the offset of the first byte that is read
   * @param readLimit the offset where reading ends unless the file ends before
   */
  public TextInput(SourceFile file, long start, long readLimit, Configuration configuration)
      throws IOException {
    this.file = file;
    this.readLimit = file.compressed() ? Long.MAX_VALUE : Math.min(readLimit, file.size());
    base = start;
    long expected = Math.max(this.readLimit - start, MIN_BUFFER_BYTES);
    buffer = new byte[(int) Math.min(expected, BUFFER_BYTES)];
    Compression compression = Compression.of(file.path());
    stored = new RawSourceFile(file, configuration);
    stored.requireUnchanged();
    in = decompressed(compression, stored.open(start));
  }

  private InputStream decompressed(Compression compression, InputStream bytes) throws IOException {
    boolean success = false;
    try {
      InputStream decompressed = compression.decompress(bytes);
      success = true;
      return decompressed;
    } catch (CorpusException | StorageException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(e);
    } finally {
      if (!success) {
        bytes.close();
      }
    }
  }

  /** Returns the bytes from {@link #base} on; valid up to {@link #limit}. */
  public byte[] buffer() {
    return buffer;
  }

  /** Returns the offset of the first byte of the buffer in the decompressed file. */
  public long base() {
    return base;
  }

  public int limit() {
    return limit;
  }

  /** Returns whether the file ends with the buffer. */
  public boolean ended() {
    return ended;
  }

  /** Drops the bytes before {@code position} from the buffer and refills it. */
  public void slide(int position) throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    base += position;
    limit -= position;
    while (!ended && limit < buffer.length) {
      int room = (int) Math.min(buffer.length - limit, readLimit - base - limit);
      int count = room == 0 ? -1 : read(room);
      if (count < 0) {
        ended = true;
      } else {
        limit += count;
      }
    }
    ended |= base + limit >= readLimit;
  }

  /**
   * Skips bytes behind the buffer, without reading them, and empties it.
   *
   * @return how many; 0, with the buffer as it is, at the end or if the file is compressed
   */
  long skip(long count) throws IOException {
    long rest = ended || file.compressed() ? 0 : readLimit - base - limit;
    long skipped = rest == 0 ? 0 : in.skip(Math.min(count, rest));
    if (skipped > 0) {
      base += limit + skipped;
      limit = 0;
      ended = base >= readLimit;
    }
    return skipped;
  }

  private int read(int room) throws IOException {
    try {
      return in.read(buffer, limit, room);
    } catch (CorpusException | StorageException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private CorpusException damaged(IOException e) {
    return new CorpusException(
        "cannot decompress " + file.path() + ": truncated or damaged: " + e.getMessage(), e);
  }

  /**
   * Returns the length of the byte order mark at the start of the file, which must be in the
   * buffer.
   *
   * @throws CorpusException if the file begins like one in another encoding or a compressed file
   */
  public int markBytes() throws CorpusException {
    return EncodingDetector.markBytes(file.path(), buffer, limit);
  }

  /** Returns the length of a sequence by its first byte; 1 for a byte that cannot be the first. */
  public static int sequenceLength(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 1;
    }
    if (lead < 0xE0) {
      return 2;
    }
    return lead < 0xF0 ? 3 : 4;
  }

  /** Returns whether the buffer, but not the file, ends within the sequence at a position. */
  public boolean isCutOff(int position) {
    return limit - position < MAX_SEQUENCE_LENGTH && !ended;
  }

  /**
   * Decodes the code point at a position of the buffer. Its first byte is not ASCII; the valid
   * continuation bytes are those of table 3-7 of the Unicode standard.
   *
   * @throws CorpusException if it is malformed
   */
  public int codePoint(int position) throws CorpusException {
    int lead = buffer[position] & 0xFF;
    int length = sequenceLength(lead);
    if (length == 1) {
      throw malformed(position, 1, "");
    }
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    int codePoint = lead & (0xFF >> (length + 1));
    for (int i = 1; i < length; i++) {
      if (position + i >= limit) {
        throw malformed(position, i, ", where the file ends");
      }
      int next = buffer[position + i] & 0xFF;
      if (next < lowest || next > highest) {
        throw malformed(position, i + 1, "");
      }
      codePoint = (codePoint << 6) | (next & 0x3F);
      lowest = 0x80;
      highest = 0xBF;
    }
    return codePoint;
  }

  private CorpusException malformed(int position, int count, String note) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bytes.append(String.format(Locale.ROOT, " 0x%02X", buffer[position + i]));
    }
    return new CorpusException("invalid UTF-8 in " + place(base + position) + ":" + bytes + note);
  }

  /** Returns the location of a byte for an error message. */
  public String place(long offset) {
    return file.path()
        + " at byte "
        + offset
        + (file.compressed() ? " of the decompressed file" : "");
  }

  /**
   * Checks that the file did not change while it was read.
   *
   * @throws CorpusException if the file is not as it was listed
   */
  public void requireUnchanged() throws IOException {
    stored.requireUnchanged();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
