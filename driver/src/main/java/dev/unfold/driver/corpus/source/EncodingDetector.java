package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Detects, by the first bytes of a text file, a byte order mark or content that is not UTF-8 text.
 */
final class EncodingDetector {
  private static final byte[] UTF_8_MARK = HexFormat.of().parseHex("efbbbf");

  /** The number of bytes that are examined to detect an encoding without a mark. */
  private static final int CHECKED_BYTES = 8;

  private static final List<Foreign> FOREIGN =
      List.of(
          encoding("0000feff", "UTF-32BE"),
          encoding("fffe0000", "UTF-32LE"),
          encoding("feff", "UTF-16BE"),
          encoding("fffe", "UTF-16LE"),
          table("5041523115", "Parquet", "parquet"),
          table("4f626a01", "Avro", "avro"),
          table("4f5243", "ORC", "orc").followedByBinary(),
          compressed("1f8b", "gzip data: give it a name that ends in .gz"),
          compressed("425a68??314159265359", "bzip2 data: give it a name that ends in .bz2"),
          compressed("fd377a585a00", "xz data: unpack it first"),
          compressed("28b52ffd", "zstd data: unpack it first"),
          compressed("504b0304", "a zip archive: unpack it first"),
          compressed("377abcaf271c", "a 7z archive: unpack it first"));

  /**
   * The first bytes of a file that is not UTF-8 text.
   *
   * @param bytes the bytes in hexadecimal digits; {@code ??} matches any byte
   * @param binary whether one of the next bytes is a control character that no text has, because a
   *     text may begin with the same letters
   * @param found a description of the content and a remedy, for a message
   */
  private record Foreign(String bytes, boolean binary, String found) {
    Foreign followedByBinary() {
      return new Foreign(bytes, true, found);
    }

    boolean matches(byte[] buffer, int limit) {
      int count = bytes.length() / 2;
      if (limit < count || (binary && !isBinary(buffer, count, Math.min(limit, CHECKED_BYTES)))) {
        return false;
      }
      String start = HexFormat.of().formatHex(buffer, 0, count);
      for (int i = 0; i < bytes.length(); i++) {
        if (bytes.charAt(i) != '?' && bytes.charAt(i) != start.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private EncodingDetector() {}

  /** Returns whether there is a control character other than white space. */
  private static boolean isBinary(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] >= 0 && buffer[i] < ' ' && !Character.isWhitespace(buffer[i])) {
        return true;
      }
    }
    return false;
  }

  /** Rejects UTF-16 without a mark, in which every other byte of the first characters is zero. */
  private static void requireNoZeros(String path, byte[] buffer, int limit) throws CorpusException {
    if (limit < CHECKED_BYTES) {
      return;
    }
    int even = 0;
    int odd = 0;
    for (int i = 0; i < CHECKED_BYTES; i += 2) {
      even += buffer[i] == 0 ? 1 : 0;
      odd += buffer[i + 1] == 0 ? 1 : 0;
    }
    int characters = CHECKED_BYTES / 2;
    if (even + odd == characters && (even == 0 || odd == 0)) {
      String name = even == 0 ? "UTF-16LE" : "UTF-16BE";
      throw new CorpusException(
          path
              + ": expected text in UTF-8, found a zero in every other byte as in "
              + name
              + ": convert it, as with iconv -f "
              + name
              + " -t UTF-8");
    }
  }

  private static Foreign encoding(String mark, String name) {
    return new Foreign(
        mark,
        false,
        "the byte order mark of " + name + ": convert it, as with iconv -f " + name + " -t UTF-8");
  }

  private static Foreign table(String bytes, String name, String format) {
    return new Foreign(
        bytes,
        false,
        "a file of "
            + name
            + ": read it as such, with corpus.format = "
            + format
            + " or --format "
            + format);
  }

  private static Foreign compressed(String bytes, String found) {
    return new Foreign(bytes, false, found);
  }

  /**
   * Returns the length of the byte order mark; 0 if there is none.
   *
   * @param path the path of the file, for a message
   * @param buffer a buffer with the first bytes of the file
   * @param limit the number of bytes in the buffer
   * @throws CorpusException if the bytes are those of another encoding or of a compressed file
   */
  static int markBytes(String path, byte[] buffer, int limit) throws CorpusException {
    for (Foreign foreign : FOREIGN) {
      if (foreign.matches(buffer, limit)) {
        throw new CorpusException(path + ": expected text in UTF-8, found " + foreign.found());
      }
    }
    requireNoZeros(path, buffer, limit);
    int count = UTF_8_MARK.length;
    boolean marked = limit >= count && Arrays.equals(buffer, 0, count, UTF_8_MARK, 0, count);
    return marked ? count : 0;
  }
}
