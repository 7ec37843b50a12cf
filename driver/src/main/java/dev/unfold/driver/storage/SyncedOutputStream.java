package dev.unfold.driver.storage;

import static dev.unfold.driver.storage.StorageErrors.explainStep;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A file that is on disk, not only in some buffer, when it is closed. */
final class SyncedOutputStream extends FilterOutputStream {
  /** Forces what was written to the disks. */
  @FunctionalInterface
  interface Sync {
    void run() throws IOException;
  }

  private final String path;
  private final OutputStream file;
  private final Sync sync;
  private boolean closed;

  /**
   * @param path for messages
   * @param buffer in front of the file, or the file itself
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

  /** Not try-with-resources: HDFS throws one and the same exception from both. */
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
