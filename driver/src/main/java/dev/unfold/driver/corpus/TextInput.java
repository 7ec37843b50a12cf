package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.StorageErrors;
import dev.unfold.driver.storage.StorageException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.DecompressorStream;
import org.apache.hadoop.io.compress.zlib.BuiltInGzipDecompressor;

/**
 * The bytes of a source file, decompressed, through a buffer that slides over them. A file that is
 * not as it was listed, at the start or the end, is refused.
 *
 * <p>What is wrong with the file itself is a {@link CorpusException}; a {@link StorageException}
 * may pass when the task is tried again.
 */
final class TextInput implements Closeable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int SMALLEST_BUFFER_BYTES = 16;
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  private final SourceFile file;
  private final FileSystem files;
  private final InputStream in;
  private final byte[] buffer;
  private final long readLimit;
  private long base;
  private int limit;
  private boolean ended;

  /**
   * @param start offset of the first byte that is read
   * @param readLimit offset where reading ends, if the file does not end before
   */
  TextInput(SourceFile file, long start, long readLimit, Configuration configuration)
      throws IOException {
    this.file = file;
    this.readLimit = file.compressed() ? Long.MAX_VALUE : Math.min(readLimit, file.size());
    base = start;
    long expected = Math.max(this.readLimit - start, SMALLEST_BUFFER_BYTES);
    buffer = new byte[(int) Math.min(expected, BUFFER_BYTES)];
    Path path = new Path(file.path());
    files = explain(() -> path.getFileSystem(configuration));
    requireUnchanged();
    InputStream stored = new StoredBytes(explain(() -> open(path, start)));
    // Java's own GZIPInputStream takes a damaged second member for the end of the file.
    in =
        file.compressed()
            ? new DecompressorStream(stored, new BuiltInGzipDecompressor(), GZIP_BUFFER_BYTES)
            : stored;
  }

  private FSDataInputStream open(Path path, long start) throws IOException {
    FSDataInputStream opened = files.open(path);
    if (start > 0) {
      opened.seek(start);
    }
    return opened;
  }

  private <T> T explain(StorageErrors.Action<T> action) throws IOException {
    try {
      return StorageErrors.explain("read", file.path(), action);
    } catch (StorageException e) {
      throw e.getCause() instanceof FileNotFoundException
          ? new CorpusException(e.getMessage(), e)
          : e;
    }
  }

  /** Tells storage that fails from text that is damaged. */
  private final class StoredBytes extends FilterInputStream {
    StoredBytes(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      return explain(() -> in.read(bytes, offset, count));
    }
  }

  /** The bytes from {@link #base} on; valid up to {@link #limit}. */
  byte[] buffer() {
    return buffer;
  }

  /** Offset in the decompressed file of the first byte of the buffer. */
  long base() {
    return base;
  }

  int limit() {
    return limit;
  }

  /** Whether no byte follows those of the buffer. */
  boolean ended() {
    return ended;
  }

  /** Drops the bytes before {@code position} in the buffer and fills it up. */
  void slide(int position) throws IOException {
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

  private int read(int room) throws IOException {
    try {
      return in.read(buffer, limit, room);
    } catch (CorpusException | StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new CorpusException(
          "cannot decompress " + file.path() + ": truncated or damaged: " + e.getMessage(), e);
    }
  }

  /** Offset of a byte in the words of an error message. */
  String place(long offset) {
    return file.path()
        + " at byte "
        + offset
        + (file.compressed() ? " of the decompressed text" : "");
  }

  /**
   * @throws CorpusException if the file is not as it was listed
   */
  void requireUnchanged() throws IOException {
    FileStatus now = explain(() -> files.getFileStatus(new Path(file.path())));
    if (now.getLen() != file.size() || now.getModificationTime() != file.modified()) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "%s changed while it was read: listed with %d bytes, modified at %d, found %d, %d",
              file.path(),
              file.size(),
              file.modified(),
              now.getLen(),
              now.getModificationTime()));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
