package dev.unfold.dl4j.file;

import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.driver.storage.fs.PositionalInput;
import dev.unfold.worker.model.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Reads files in which DL4J saved a network. */
public final class Dl4jFileReader {
  /** The limit of {@link ConfigurationValidator}, in bytes of UTF-8. */
  private static final int MAX_JSON_BYTES = 16 << 20;

  private static final int ZIP_SIGNATURE = 0x504b0304;
  private static final int BUFFER_BYTES = 1 << 16;

  private Dl4jFileReader() {}

  /**
   * Reads a file from an untrusted source: nothing is deserialized, and memory is proportional to
   * the bytes that exist.
   *
   * @throws ModelFormatException if it is neither JSON nor a zip, truncated or damaged
   * @throws IOException if it cannot be read
   */
  public static Dl4jFile read(String path, Configuration configuration) throws IOException {
    SingleFile single = SingleFile.open(path, configuration);
    try (PositionalInput file = single.read()) {
      if (isZip(file)) {
        ZipEndRecord.require(single.path(), file);
        try (ModelZip zip =
            new ModelZip(
                single.path(),
                new BufferedInputStream(new BoundedFileStream(file), BUFFER_BYTES))) {
          return zip.read();
        }
      }
      return new Dl4jFile(
          single.path(),
          Dl4jConfiguration.parse(single.path(), content(single.path(), file)),
          Optional.empty(),
          Map.of());
    }
  }

  private static boolean isZip(PositionalInput file) throws IOException {
    if (file.length() < Integer.BYTES) {
      return false;
    }
    byte[] start = new byte[Integer.BYTES];
    file.readFully(0, start, 0, start.length);
    return ByteBuffer.wrap(start).getInt() == ZIP_SIGNATURE;
  }

  private static byte[] content(String where, PositionalInput file) throws IOException {
    if (file.length() > MAX_JSON_BYTES) {
      throw new ModelFormatException(
          where, "a zip, or JSON of at most " + MAX_JSON_BYTES + " bytes", file.length());
    }
    byte[] bytes = new byte[(int) file.length()];
    file.readFully(0, bytes, 0, bytes.length);
    return bytes;
  }
}
