package dev.unfold.worker.sequence.audio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes wav files with one channel of 16 bits. */
public final class WavWriter {
  private static final int HEADER_BYTES = 44;
  private static final int FORMAT_BYTES = 16;
  private static final double SCALE = 0x1p15;

  /** The maximum number of samples, whose bytes a RIFF file can count. */
  public static final int MAX_SAMPLES = (Integer.MAX_VALUE - HEADER_BYTES) / Short.BYTES;

  private final OutputStream out;

  /**
   * Writes the header.
   *
   * @param out the stream to write to, preferably buffered; it is not closed
   * @param samples the number of samples that will be written, at most {@link #MAX_SAMPLES}
   */
  public WavWriter(OutputStream out, int rate, int samples) throws IOException {
    this.out = out;
    int data = Math.multiplyExact(samples, Short.BYTES);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + data).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(FORMAT_BYTES);
    header.putShort((short) SampleEncoding.PCM).putShort((short) 1);
    header.putInt(rate).putInt(rate * Short.BYTES);
    header.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    header.put(ascii("data")).putInt(data);
    out.write(header.array());
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes a sample of an amplitude in [-1, 1]. */
  public void write(double amplitude) throws IOException {
    int sample = (int) Math.min(Math.rint(amplitude * SCALE), Short.MAX_VALUE);
    out.write(sample);
    out.write(sample >> Byte.SIZE);
  }
}
