package dev.unfold.worker.sequence.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens files of word vectors.
 *
 * <ul>
 *   <li>The text of word2vec (Mikolov et al. 2013) and of fastText ({@code .vec}): a line with the
 *       numbers of words and of values, then a line for each word with its values.
 *   <li>The text of GloVe (Pennington et al. 2014): the same without the first line. A word may
 *       contain spaces.
 *   <li>The binary of word2vec: the same first line, then for each word its bytes, a space, the
 *       values as little-endian floats and, as most programs write it, a newline.
 * </ul>
 *
 * <p>Words are in UTF-8; one with malformed bytes is counted, and equals none that a text has.
 */
public final class WordVectorFile {
  /** The maximum number of values of a vector, that of an embedding. */
  static final int MAX_WIDTH = 16_384;

  /** The number of bytes that decide whether a file is binary. */
  private static final int SAMPLE = 4096;

  private static final Pattern HEADER = Pattern.compile("(\\d{1,18})[ \\t]+(\\d{1,9})[ \\t\\r]*");

  private WordVectorFile() {}

  /**
   * Opens a file by reading its beginning.
   *
   * @param file its name for messages
   * @param in its decompressed bytes, which the caller closes
   * @throws WordVectorFormatException if it does not begin like such a file
   * @throws IOException if it cannot be read
   */
  public static WordVectors open(String file, InputStream in) throws IOException {
    VectorBytes bytes = new VectorBytes(file, in);
    int available = bytes.require(3);
    byte[] buffer = bytes.buffer();
    if (available >= 3 && buffer[0] == -17 && buffer[1] == -69 && buffer[2] == -65) {
      bytes.skip(3);
    }
    int first = bytes.distanceTo('\n', "a first line");
    int length = first < 0 ? bytes.require(VectorBytes.MAX_LENGTH) : first;
    String line = new String(buffer, bytes.position(), length, StandardCharsets.UTF_8);
    Matcher header = HEADER.matcher(line);
    if (!header.matches()) {
      return TextVectors.ofFirstLine(bytes, line);
    }
    long words = Long.parseLong(header.group(1));
    int width = Integer.parseInt(header.group(2));
    if (words < 1 || width < 1 || width > MAX_WIDTH) {
      throw new WordVectorFormatException(
          bytes.line(1),
          "the number of words, and that of the values of each, 1 to " + MAX_WIDTH,
          words + " and " + width);
    }
    bytes.skip(Math.min(length + 1, bytes.require(length + 1)));
    return isBinary(bytes)
        ? new BinaryVectors(bytes, words, width)
        : TextVectors.ofHeader(bytes, words, width);
  }

  /** Returns whether the bytes behind the first word are not those of a text. */
  private static boolean isBinary(VectorBytes bytes) throws IOException {
    int space = bytes.distanceTo(' ', "a word");
    if (space < 0) {
      return false;
    }
    int count = Math.min(bytes.require(space + SAMPLE), space + SAMPLE) - space;
    CharBuffer text = CharBuffer.allocate(count);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes.buffer(), bytes.position() + space, count), text, false);
    boolean control =
        text.flip().chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    return control || result.isMalformed();
  }
}
