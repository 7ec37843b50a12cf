package dev.unfold.worker.sequence.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Reads the header of a wav file: a RIFF file of the form {@code WAVE} (Microsoft and IBM,
 * Multimedia Programming Interface and Data Specifications 1.0), whose chunks are in any order. The
 * byte that pads a chunk of an odd size may be missing. Other chunks than {@code fmt} and {@code
 * data} are skipped; bytes after these two that the header does not explain are an error.
 */
public final class WavHeaderReader {
  /**
   * The version of the reader, incremented when it reads or refuses the same files differently, so
   * that what was encoded from them before is not used again.
   */
  public static final int VERSION = 2;

  private static final int RIFF_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final long UNKNOWN = 0xFFFFFFFFL;
  private static final String UNFINISHED =
      ": it was cut off, or its header was not completed; copy it again, or keep the samples that"
          + " it has, as with ffmpeg -i a.wav -c copy b.wav";

  private final WavInput in;
  private long end;
  private long next = RIFF_BYTES;
  private long size;
  private WavFormat format;
  private long dataStart = -1;
  private long dataBytes;

  private WavHeaderReader(InputStream in) {
    this.in = new WavInput(in);
  }

  /**
   * Reads a header from the start of a file: the heads of all chunks, the content of {@code fmt},
   * and the start of a tag. The samples and the content of other chunks are skipped, which only a
   * stream that cannot skip has to read.
   *
   * @param fileBytes the size of the file
   * @throws WavFormatException if the file is not a wav file that can be read
   * @throws IOException if the stream cannot be read
   */
  public static WavHeader read(InputStream in, long fileBytes) throws IOException {
    return new WavHeaderReader(in).read(fileBytes);
  }

  private WavHeader read(long fileBytes) throws IOException {
    readRiff(fileBytes);
    while (format == null || dataStart < 0) {
      readChunk();
    }
    int frameBytes = format.frameBytes();
    if (dataBytes % frameBytes != 0) {
      throw new WavFormatException(
          dataStart - Integer.BYTES,
          "a multiple of " + frameBytes + ", the bytes of a frame, as the size of the data",
          dataBytes
              + ": leave out the part of a frame, as with ffmpeg -i a.wav -c:a pcm_s16le b.wav");
    }
    in.skipChunk(next, size);
    new WavTrailer(in, fileBytes).check();
    return new WavHeader(format, dataStart, dataBytes / frameBytes);
  }

  private void readRiff(long fileBytes) throws IOException {
    ByteBuffer riff = in.read(RIFF_BYTES, "a header of RIFF and WAVE");
    requireName(riff, 0, "RIFF");
    requireName(riff, 8, "WAVE");
    long riffBytes = Integer.toUnsignedLong(riff.getInt(4));
    if (riffBytes == 0 || riffBytes == UNKNOWN) {
      throw new WavFormatException(4, "the size of the RIFF file", riffBytes + UNFINISHED);
    }
    end = CHUNK_HEADER_BYTES + riffBytes;
    if (end > fileBytes) {
      throw new WavFormatException(
          4, "a file of " + end + " bytes, as its header says", fileBytes + UNFINISHED);
    }
  }

  private static void requireName(ByteBuffer riff, int at, String expected)
      throws WavFormatException {
    String name = WavInput.name(riff, at);
    if (!name.equals(expected)) {
      throw new WavFormatException(
          at, "\"" + expected + "\" of a wav file", "\"" + name + "\": convert it to wav");
    }
  }

  private void readChunk() throws IOException {
    in.skipChunk(next, size);
    long start = in.position();
    if (end - start < CHUNK_HEADER_BYTES) {
      throw new WavFormatException(
          start,
          "a chunk \"" + (format == null ? "fmt " : "data") + "\"",
          "the end of the RIFF file");
    }
    ByteBuffer header = in.read(CHUNK_HEADER_BYTES, "a chunk");
    String name = WavInput.name(header, 0);
    size = Integer.toUnsignedLong(header.getInt(4));
    if (size > end - in.position()) {
      throw new WavFormatException(
          start + Integer.BYTES,
          String.format(
              Locale.ROOT,
              "at most %d bytes of \"%s\" up to the end of the RIFF file",
              end - in.position(),
              name),
          size + UNFINISHED);
    }
    next = in.position() + size;
    if (name.equals("fmt ")) {
      requireFirst(start, format == null, name);
      format = WavFormatChunk.read(in, size);
    } else if (name.equals("data")) {
      requireFirst(start, dataStart < 0, name);
      dataStart = in.position();
      dataBytes = size;
    }
  }

  private static void requireFirst(long start, boolean first, String name)
      throws WavFormatException {
    if (!first) {
      throw new WavFormatException(start, "one chunk \"" + name + "\"", "another one");
    }
  }
}
