package dev.unfold.worker.sequence.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the bytes of a wav file from its start and counts them. */
final class WavInput {
  private final PushbackInputStream in;
  private long position;

  WavInput(InputStream in) {
    this.in = new PushbackInputStream(in);
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

  /**
   * Skips what is left of a chunk, without reading it if the stream can do that, and the byte of
   * padding of an odd size. Some programs do not write it: a byte that can begin the name of the
   * next chunk is none.
   *
   * @param end the offset after the content of the chunk, which the file must have
   * @param size the size of its content
   */
  void skipChunk(long end, long size) throws IOException {
    in.skipNBytes(end - position);
    position = end;
    if (size % 2 == 1) {
      int next = in.read();
      if (next >= 0 && isPrintable(next)) {
        in.unread(next);
      } else if (next >= 0) {
        position++;
      }
    }
  }

  /** Returns whether a byte is printable ASCII, as those of names are. */
  static boolean isPrintable(int letter) {
    return letter >= ' ' && letter <= '~';
  }
}
