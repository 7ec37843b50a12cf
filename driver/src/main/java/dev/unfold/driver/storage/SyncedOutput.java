package dev.unfold.driver.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A file that is on disk, not only in some buffer, when it is closed. */
final class SyncedOutput extends FilterOutputStream {
  /** Forces what was written to the disks. */
  @FunctionalInterface
  interface Sync {
    void run() throws IOException;
  }

  private final OutputStream file;
  private final Sync sync;
  private boolean closed;

  /**
   * @param buffer in front of the file, or the file itself
   */
  SyncedOutput(OutputStream buffer, OutputStream file, Sync sync) {
    super(buffer);
    this.file = file;
    this.sync = sync;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    out.write(bytes, offset, count);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      out.flush();
      sync.run();
    }
  }
}
