package dev.unfold.worker.sequence.vectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** The words and vectors of a text file, a line for each word: its values follow it. */
final class TextVectors implements WordVectors {
  private static final int LONGEST_NUMBER = 64;

  private final VectorBytes bytes;

  /** The number of words that the first line says; -1 if it says none. */
  private final long words;

  private final int width;
  private final float[] vector;
  private long line;

  /** Where each value of the current line begins in the buffer, the last one first. */
  private final int[] starts;

  private final int[] ends;

  private TextVectors(VectorBytes bytes, long words, int width, long line) {
    this.bytes = bytes;
    this.words = words;
    this.width = width;
    this.line = line;
    vector = new float[width];
    starts = new int[width];
    ends = new int[width];
  }

  /** Returns the vectors of a file whose first line, which was read, has these numbers. */
  static TextVectors ofHeader(VectorBytes bytes, long words, int width) {
    return new TextVectors(bytes, words, width, 1);
  }

  /**
   * Returns the vectors of a file that begins with the first word.
   *
   * @param first the first line, which is read again
   * @throws WordVectorFormatException if it has no values, or too many
   */
  static TextVectors ofFirstLine(VectorBytes bytes, String first) throws WordVectorFormatException {
    String[] fields = first.strip().split("[ \\t]+", -1);
    int numbers = 0;
    while (numbers < fields.length - 1 && isNumber(fields[fields.length - 1 - numbers])) {
      numbers++;
    }
    if (numbers < 1 || numbers > WordVectorFile.MAX_WIDTH) {
      throw new WordVectorFormatException(
          bytes.line(1),
          "the numbers of words and values, or a word and 1 to "
              + WordVectorFile.MAX_WIDTH
              + " values",
          shown(first));
    }
    return new TextVectors(bytes, -1, numbers, 0);
  }

  /** Returns the beginning of a line without its control characters. */
  private static String shown(String line) {
    if (line.isBlank()) {
      return "an empty line";
    }
    String text = line.replaceAll("\\p{Cntrl}", "\uFFFD");
    return text.length() > LONGEST_NUMBER ? text.substring(0, LONGEST_NUMBER) + "…" : text;
  }

  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    try {
      return Float.isFinite(Float.parseFloat(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public long read(Receiver receiver) throws IOException {
    long found = 0;
    long blank = 0;
    while (bytes.require(1) > 0) {
      line++;
      int length = bytes.distanceTo('\n', "a line");
      int end = length < 0 ? bytes.require(VectorBytes.MAX_LENGTH) : length;
      if (isBlank(end)) {
        blank = blank == 0 ? line : blank;
      } else {
        if (blank > 0) {
          line = blank;
          throw wrongWidth(0);
        }
        readLine(bytes.position(), bytes.position() + end, receiver);
        found++;
      }
      bytes.skip(length < 0 ? end : end + 1);
    }
    if (found == 0 || (words >= 0 && found != words)) {
      throw new WordVectorFormatException(
          bytes.line(1), words < 0 ? "at least one word" : words + " words, as it says", found);
    }
    return found;
  }

  private boolean isBlank(int length) {
    int from = bytes.position();
    return IntStream.range(from, from + length).allMatch(i -> isSpace(bytes.buffer()[i]));
  }

  private void readLine(int from, int to, Receiver receiver) throws IOException {
    byte[] buffer = bytes.buffer();
    int end = to;
    while (end > from && isSpace(buffer[end - 1])) {
      end--;
    }
    for (int value = 0; value < width; value++) {
      ends[value] = end;
      while (end > from && !isSpace(buffer[end - 1])) {
        end--;
      }
      starts[value] = end;
      while (end > from && isSpace(buffer[end - 1])) {
        end--;
      }
      if (end == from) {
        throw wrongWidth(value);
      }
    }
    String word = new String(buffer, from, end - from, StandardCharsets.UTF_8);
    int space = Math.max(word.lastIndexOf(' '), word.lastIndexOf('\t'));
    if (space >= 0 && isNumber(word.substring(space + 1))) {
      throw wrongWidth("more");
    }
    if (receiver.needs(word)) {
      parse(buffer, word);
      receiver.accept(word, vector);
    }
  }

  private WordVectorFormatException wrongWidth(Object found) {
    return new WordVectorFormatException(
        bytes.line(line), "a word and " + width + " values, as in line 1", found);
  }

  private void parse(byte[] buffer, String word) throws WordVectorFormatException {
    for (int i = 0; i < width; i++) {
      int from = starts[width - 1 - i];
      int length = Math.min(ends[width - 1 - i] - from, LONGEST_NUMBER + 1);
      String text = new String(buffer, from, length, StandardCharsets.ISO_8859_1);
      if (!isNumber(text)) {
        throw new WordVectorFormatException(
            bytes.line(line), "finite numbers for the word \"" + word + "\"", text);
      }
      vector[i] = Float.parseFloat(text);
    }
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || value == '\t' || value == '\r';
  }
}
