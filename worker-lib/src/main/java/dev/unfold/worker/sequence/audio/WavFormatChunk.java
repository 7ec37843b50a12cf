package dev.unfold.worker.sequence.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads the chunk {@code fmt} of a wav file: WAVEFORMAT, or WAVEFORMATEXTENSIBLE, whose sub-format
 * is the code of WAVEFORMAT in a fixed GUID.
 */
final class WavFormatChunk {
  private static final int BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int VALID_BITS_AT = 18;
  private static final int CODE_AT = 24;
  private static final int GUID_AT = 26;
  private static final String GUID = "000000001000800000aa00389b71";

  private final ByteBuffer chunk;
  private final long start;

  private WavFormatChunk(ByteBuffer chunk, long start) {
    this.chunk = chunk;
    this.start = start;
  }

  /**
   * Reads the content of the chunk, but not its padding or what an unknown extension adds.
   *
   * @param size the number of bytes of the chunk
   * @throws WavFormatException if the samples have a format that is not supported
   */
  static WavFormat read(WavInput in, long size) throws IOException {
    long start = in.position();
    if (size < BYTES) {
      throw new WavFormatException(
          start - Integer.BYTES, "at least " + BYTES + " bytes of \"fmt \"", Long.toString(size));
    }
    ByteBuffer chunk = in.read((int) Math.min(size, EXTENSIBLE_BYTES), "the chunk \"fmt \"");
    return new WavFormatChunk(chunk, start).format();
  }

  private WavFormat format() throws WavFormatException {
    SampleEncoding encoding = encoding();
    int channels = unsigned(2);
    require(channels > 0, 2, "at least 1 channel", channels);
    long rate = Integer.toUnsignedLong(chunk.getInt(4));
    require(
        rate > 0 && rate <= Integer.MAX_VALUE,
        4,
        "a sample rate from 1 to " + Integer.MAX_VALUE,
        rate);
    int frameBytes = channels * encoding.bytes();
    require(unsigned(12) == frameBytes, 12, frameBytes + " bytes per frame", unsigned(12));
    long bytesPerSecond = Integer.toUnsignedLong(chunk.getInt(8));
    require(
        bytesPerSecond == rate * frameBytes,
        8,
        rate * frameBytes + " bytes per second",
        bytesPerSecond);
    return new WavFormat(encoding, channels, (int) rate);
  }

  private SampleEncoding encoding() throws WavFormatException {
    int code = unsigned(0);
    int codeAt = 0;
    int bits = unsigned(14);
    if (code == EXTENSIBLE) {
      requireExtension(bits);
      codeAt = CODE_AT;
      code = unsigned(CODE_AT);
    }
    boolean known = code == SampleEncoding.PCM || code == SampleEncoding.FLOAT;
    require(known, codeAt, "samples of format 1 (PCM) or 3 (floating point)", code);
    Optional<SampleEncoding> encoding = SampleEncoding.of(code, bits);
    require(
        encoding.isPresent(),
        14,
        code == SampleEncoding.PCM ? "8, 16, 24 or 32 bits of PCM" : "32 or 64 bits of a number",
        bits);
    return encoding.orElseThrow();
  }

  private void requireExtension(int bits) throws WavFormatException {
    require(
        chunk.limit() == EXTENSIBLE_BYTES,
        -Integer.BYTES,
        "at least " + EXTENSIBLE_BYTES + " bytes of \"fmt \" with a sub-format",
        chunk.limit());
    int valid = unsigned(VALID_BITS_AT);
    require(
        valid > 0 && valid <= bits,
        VALID_BITS_AT,
        "from 1 to " + bits + " valid bits of a sample",
        valid);
    byte[] bytes = new byte[EXTENSIBLE_BYTES - GUID_AT];
    chunk.get(GUID_AT, bytes);
    String guid = HexFormat.of().formatHex(bytes);
    if (!guid.equals(GUID)) {
      throw new WavFormatException(start + GUID_AT, "a sub-format that ends in " + GUID, guid);
    }
  }

  private int unsigned(int at) {
    return Short.toUnsignedInt(chunk.getShort(at));
  }

  private void require(boolean valid, int at, String expected, long found)
      throws WavFormatException {
    if (!valid) {
      throw new WavFormatException(
          start + at,
          expected,
          found + ": convert it, as with ffmpeg -i a.wav -c:a pcm_s16le b.wav");
    }
  }
}
