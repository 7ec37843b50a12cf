package dev.unfold.worker.sequence.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds wav files chunk by chunk. */
public final class WavBytes {
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  /** Returns a file with samples of 16 bits in the given number of channels. */
  public static byte[] of(int rate, int channels, int... samples) {
    return new WavBytes().format(1, channels, rate, 16).data(pcm16(samples)).file();
  }

  /** Returns samples as whole numbers of 16 bits. */
  public static byte[] pcm16(int... samples) {
    ByteBuffer bytes = little(samples.length * Short.BYTES);
    for (int sample : samples) {
      bytes.putShort((short) sample);
    }
    return content(bytes);
  }

  /** Returns samples as whole numbers of 24 bits. */
  static byte[] pcm24(int... samples) {
    ByteBuffer bytes = little(samples.length * 3);
    for (int sample : samples) {
      bytes.putShort((short) sample).put((byte) (sample >> 16));
    }
    return content(bytes);
  }

  /** Returns samples as whole numbers of 32 bits. */
  static byte[] pcm32(int... samples) {
    ByteBuffer bytes = little(samples.length * Integer.BYTES);
    for (int sample : samples) {
      bytes.putInt(sample);
    }
    return content(bytes);
  }

  /** Returns samples as floats. */
  public static byte[] floats(double... samples) {
    ByteBuffer bytes = little(samples.length * Float.BYTES);
    for (double sample : samples) {
      bytes.putFloat((float) sample);
    }
    return content(bytes);
  }

  /** Returns samples as doubles. */
  static byte[] doubles(double... samples) {
    ByteBuffer bytes = little(samples.length * Double.BYTES);
    for (double sample : samples) {
      bytes.putDouble(sample);
    }
    return content(bytes);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] size(int bytes) {
    return content(little(Integer.BYTES).putInt(bytes));
  }

  private static byte[] content(ByteBuffer filled) {
    byte[] bytes = new byte[filled.capacity()];
    filled.get(0, bytes);
    return bytes;
  }

  /** Adds a chunk of the format. */
  public WavBytes format(int code, int channels, int rate, int bits) {
    return chunk("fmt ", content(base(16, code, channels, rate, bits)));
  }

  /** Adds an extensible chunk of the format. */
  WavBytes extensibleFormat(int code, int channels, int rate, int bits, int validBits) {
    ByteBuffer bytes = base(40, 0xFFFE, channels, rate, bits);
    bytes.putShort((short) 22).putShort((short) validBits).putInt(0).putShort((short) code);
    bytes.put(HexFormat.of().parseHex("000000001000800000aa00389b71"));
    return chunk("fmt ", content(bytes));
  }

  private static ByteBuffer base(int size, int code, int channels, int rate, int bits) {
    int frame = channels * bits / Byte.SIZE;
    return little(size)
        .putShort((short) code)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * frame)
        .putShort((short) frame)
        .putShort((short) bits);
  }

  /** Adds the samples. */
  public WavBytes data(byte[] samples) {
    return chunk("data", samples);
  }

  /** Adds any chunk and its padding. */
  public WavBytes chunk(String name, byte[] content) {
    return chunk(name, content, content.length % 2);
  }

  /** Adds any chunk with as many bytes of padding. */
  WavBytes chunk(String name, byte[] content, int padding) {
    chunks.writeBytes(ascii(name));
    chunks.writeBytes(size(content.length));
    chunks.writeBytes(content);
    chunks.writeBytes(new byte[padding]);
    return this;
  }

  /** Returns the file. */
  public byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ascii("RIFF"));
    file.writeBytes(size(chunks.size() + 4));
    file.writeBytes(ascii("WAVE"));
    file.writeBytes(chunks.toByteArray());
    return file.toByteArray();
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
