package dev.unfold.worker.sequence.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Checks what follows the samples of a wav file: other chunks, in the RIFF file or behind it, a tag
 * (ID3, APEv2), a single byte of padding, or nothing. Anything else is taken for samples that the
 * header does not count, as in a recording whose writer was interrupted.
 */
final class WavTrailer {
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final List<String> TAGS = List.of("TAG", "ID3", "APETAGEX");
  private static final List<String> ONCE = List.of("RIFF", "fmt ", "data");

  private final WavInput in;
  private final long fileBytes;

  WavTrailer(WavInput in, long fileBytes) {
    this.in = in;
    this.fileBytes = fileBytes;
  }

  /**
   * Reads the names of what follows the position of the input, to which it has been read.
   *
   * @throws WavFormatException if it is not known
   */
  void check() throws IOException {
    while (fileBytes - in.position() > 1) {
      long at = in.position();
      require(fileBytes - at >= CHUNK_HEADER_BYTES, at);
      ByteBuffer header = in.read(CHUNK_HEADER_BYTES, "a chunk");
      if (isTag(header)) {
        return;
      }
      long size = Integer.toUnsignedLong(header.getInt(Integer.BYTES));
      require(isNamed(header) && size <= fileBytes - in.position(), at);
      String name = WavInput.name(header, 0);
      if (ONCE.contains(name)) {
        throw new WavFormatException(at, "one chunk \"" + name + "\"", "another one");
      }
      in.skipChunk(in.position() + size, size);
    }
  }

  private static boolean isTag(ByteBuffer header) {
    String start = WavInput.name(header, 0) + WavInput.name(header, Integer.BYTES);
    return TAGS.stream().anyMatch(start::startsWith);
  }

  private static boolean isNamed(ByteBuffer header) {
    return IntStream.range(0, Integer.BYTES).map(header::get).allMatch(WavInput::isPrintable);
  }

  private void require(boolean known, long at) throws WavFormatException {
    if (!known) {
      throw new WavFormatException(
          at,
          "a chunk, a tag or the end of the file behind the samples that its header counts",
          fileBytes
              - at
              + " other bytes: its header was not completed; count them, too, as with ffmpeg"
              + " -ignore_length 1 -i a.wav -c copy b.wav");
    }
  }
}
