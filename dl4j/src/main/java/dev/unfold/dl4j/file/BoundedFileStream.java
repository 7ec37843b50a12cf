package dev.unfold.dl4j.file;

import dev.unfold.driver.storage.fs.PositionalInput;
import java.io.IOException;
import java.io.InputStream;

/** Reads a file from its start to the length that it had when it was opened. */
final class BoundedFileStream extends InputStream {
  private final PositionalInput file;
  private long position;

  BoundedFileStream(PositionalInput file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int available = (int) Math.min(count, file.length() - position);
    if (available == 0) {
      return count == 0 ? 0 : -1;
    }
    file.readFully(position, bytes, offset, available);
    position += available;
    return available;
  }
}
