package dev.unfold.worker.sequence.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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
 * Blank lines at the end of a text are not words.
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

  /**
   * Returns whether there are control characters, which texts have none of, behind the first word;
   * binary floats have some.
   */
  private static boolean isBinary(VectorBytes bytes) throws IOException {
    int available = Math.min(bytes.require(VectorBytes.MAX_LENGTH), VectorBytes.MAX_LENGTH);
    byte[] buffer = bytes.buffer();
    int space = bytes.position();
    int end = space + available;
    while (space < end && buffer[space] != ' ' && buffer[space] != '\t') {
      space++;
    }
    return IntStream.range(space, Math.min(end, space + SAMPLE))
        .map(i -> buffer[i])
        .anyMatch(b -> b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t');
  }
}
