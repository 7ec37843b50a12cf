package dev.unfold.dl4j.file;

import dev.unfold.driver.storage.fs.PositionalInput;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The end record of a zip, which a truncated zip lacks; APPNOTE.TXT of PKWARE, 4.3.16. */
final class ZipEndRecord {
  private static final int BYTES = 22;
  private static final int SIGNATURE = 0x06054b50;

  private ZipEndRecord() {}

  /**
   * Requires that the zip ends as {@code ZipOutputStream} ends it.
   *
   * @throws ModelFormatException if it does not
   */
  static void require(String where, PositionalInput file) throws IOException {
    if (file.length() >= BYTES) {
      byte[] tail = new byte[BYTES];
      file.readFully(file.length() - BYTES, tail, 0, BYTES);
      if (ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt() == SIGNATURE) {
        return;
      }
    }
    throw new ModelFormatException(
        where, "a zip that ends with its directory", "another end; it may be truncated");
  }
}
