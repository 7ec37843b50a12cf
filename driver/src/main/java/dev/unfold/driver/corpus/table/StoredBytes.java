package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.StorageErrors;
import java.io.IOException;
import org.apache.avro.file.SeekableInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The bytes of a file for the library of its format. A failure of the storage is a {@link
 * dev.unfold.driver.storage.fs.StorageException}; any other exception of the library then means
 * that the file is damaged.
 */
final class StoredBytes extends FSInputStream implements SeekableInput {
  private final String file;
  private final long length;
  private final FSDataInputStream in;

  private StoredBytes(String file, long length, FSDataInputStream in) {
    this.file = file;
    this.length = length;
    this.in = in;
  }

  static StoredBytes open(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.path());
    return open(file.path(), file.size(), () -> path.getFileSystem(configuration).open(path));
  }

  static StoredBytes open(String file, long length, StorageErrors.Action<FSDataInputStream> opening)
      throws IOException {
    return new StoredBytes(file, length, StorageErrors.explain("read", file, opening));
  }

  @Override
  public int read() throws IOException {
    return StorageErrors.explain("read", file, in::read);
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    return StorageErrors.explain("read", file, () -> in.read(bytes, offset, count));
  }

  /** Moves to a position; one behind the end is an error of the library, not of the storage. */
  @Override
  public void seek(long position) throws IOException {
    if (position < 0 || position > length) {
      throw new IOException("byte " + position + " is not in its " + length + " bytes");
    }
    StorageErrors.explainStep("read", file, () -> in.seek(position));
  }

  @Override
  public boolean seekToNewSource(long position) throws IOException {
    return StorageErrors.explain("read", file, () -> in.seekToNewSource(position));
  }

  @Override
  public long getPos() throws IOException {
    return in.getPos();
  }

  @Override
  public long tell() throws IOException {
    return getPos();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
