package dev.unfold.worker.sequence.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the bytes of a wav file from its start and counts them. */
final class WavInput {
  private static final int SKIP_BYTES = 1 << 16;

  private final InputStream in;
  private long position;

  WavInput(InputStream in) {
    this.in = in;
  }

  /** Returns the offset of the next byte. */
  long position() {
    return position;
  }

  /**
   * Reads bytes as a little-endian buffer.
   *
   * @param what the content, for a message
   * @throws WavFormatException if the file ends before
   */
  ByteBuffer read(int count, String what) throws IOException {
    byte[] bytes = in.readNBytes(count);
    position += bytes.length;
    if (bytes.length < count) {
      throw new WavFormatException(position, count + " bytes of " + what, "the end of the file");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads a name of four characters; bytes that are not printable ASCII become dots. */
  static String name(ByteBuffer bytes, int at) {
    byte[] name = new byte[Integer.BYTES];
    bytes.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
  }

  /** Skips bytes, but not beyond the end of the file. */
  void skip(long count) throws IOException {
    long rest = count;
    while (rest > 0) {
      int read = in.readNBytes((int) Math.min(rest, SKIP_BYTES)).length;
      position += read;
      rest = read == 0 ? 0 : rest - read;
    }
  }
}
