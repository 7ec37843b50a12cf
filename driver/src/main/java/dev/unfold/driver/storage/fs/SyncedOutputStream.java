package dev.unfold.driver.storage.fs;

import static dev.unfold.driver.storage.fs.StorageErrors.explainStep;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An output stream whose data is on disk, not only in a buffer, when it is closed. */
final class SyncedOutputStream extends FilterOutputStream {
  /** Forces the written data to disk. */
  @FunctionalInterface
  interface Sync {
    void run() throws IOException;
  }

  private final String path;
  private final OutputStream file;
  private final Sync sync;
  private boolean closed;

  /**
   * @param path the path for messages
   * @param buffer a buffer in front of the file, or the file itself
   */
  SyncedOutputStream(String path, OutputStream buffer, OutputStream file, Sync sync) {
    super(buffer);
    this.path = path;
    this.file = file;
    this.sync = sync;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    explainWrite(() -> out.write(bytes, offset, count));
  }

  @Override
  public void flush() throws IOException {
    explainWrite(out::flush);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    explainWrite(this::syncAndClose);
  }

  /**
   * Syncs and closes the file. This is not try-with-resources because HDFS throws the same
   * exception object from both calls.
   */
  private void syncAndClose() throws IOException {
    try {
      out.flush();
      sync.run();
    } catch (IOException e) {
      closeAfter(e);
      throw e;
    }
    file.close();
  }

  private void closeAfter(IOException failure) {
    try {
      file.close();
    } catch (IOException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  private void explainWrite(StorageErrors.Step step) throws IOException {
    explainStep("write", path, step);
  }
}
