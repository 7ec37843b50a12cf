package dev.unfold.worker.sequence.vectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.ParserFuzzer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordVectorFileTest {
  private static final Map<String, float[]> VECTORS = new LinkedHashMap<>();

  static {
    Random random = new Random(1);
    for (String word : List.of("the", "Zürich", "2010", "</s>", "日本")) {
      float[] vector = new float[7];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      VECTORS.put(word, vector);
    }
  }

  private static Map<String, float[]> read(byte[] file) throws IOException {
    Map<String, float[]> found = new LinkedHashMap<>();
    WordVectors vectors = WordVectorFile.open("file", new ByteArrayInputStream(file));
    vectors.read(
        new WordVectors.Receiver() {
          @Override
          public boolean needs(String word) {
            return !word.equals("unneeded");
          }

          @Override
          public void accept(String word, float[] vector) {
            found.put(word, vector.clone());
          }
        });
    return found;
  }

  private static Map<String, float[]> read(String file) throws IOException {
    return read(file.getBytes(UTF_8));
  }

  private static void assertRefused(String file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(WordVectorFormatException.class)
        .hasMessage(message);
  }

  private static String text(String header, String end) {
    StringBuilder text = new StringBuilder(header);
    VECTORS.forEach(
        (word, vector) -> {
          text.append(word);
          for (float value : vector) {
            text.append(' ').append(value);
          }
          text.append(end);
        });
    return text.toString();
  }

  /** Returns what word2vec writes with {@code -binary 1}, with or without its newlines. */
  private static byte[] binary(boolean newlines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("5 7\n".getBytes(UTF_8));
    for (Map.Entry<String, float[]> entry : VECTORS.entrySet()) {
      out.writeBytes((entry.getKey() + " ").getBytes(UTF_8));
      ByteBuffer vector = ByteBuffer.allocate(7 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      vector.asFloatBuffer().put(entry.getValue());
      out.write(vector.array());
      out.writeBytes((newlines ? "\n" : "").getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private static void assertVectors(Map<String, float[]> found) {
    assertThat(new ArrayList<>(found.keySet())).isEqualTo(new ArrayList<>(VECTORS.keySet()));
    VECTORS.forEach((word, vector) -> assertThat(found.get(word)).isEqualTo(vector));
  }

  @Test
  void allFormatsGiveTheSameVectors() throws IOException {
    assertVectors(read(text("5 7\n", " \n")));
    assertVectors(read(text("", "\n")));
    assertVectors(read(text("\uFEFF5\t7 \r\n", "\r\n").replace(' ', '\t')));
    assertVectors(read(text("", "\n").stripTrailing()));
    assertVectors(read(binary(true)));
    assertVectors(read(binary(false)));
  }

  @Test
  void blankLinesAtTheEndAreNotWords() throws IOException {
    assertVectors(read(text("5 7\n", "\n") + "\n"));
    assertVectors(read(text("", "\n") + " \t\r\n\n "));
  }

  /** No byte of the file is a space, and it is longer than the longest line. */
  @Test
  void aLongTextMaySeparateByTabsAlone() throws IOException {
    int words = 200_000;
    StringBuilder text = new StringBuilder(words + "\t1\n");
    for (int i = 0; i < words; i++) {
      text.append("word").append(i).append('\t').append(i).append('\n');
    }
    Map<String, float[]> found = read(text.toString());
    assertThat(found).hasSize(words);
    assertThat(found.get("word199999")).containsExactly(199_999);
  }

  @Test
  void aTextMayHaveWordsThatAreNotUtf8() throws IOException {
    byte[] text = "2 1\na 1\nM\u00fcll 2\n".getBytes(ISO_8859_1);
    assertThat(read(text).get("a")).containsExactly(1);
  }

  @Test
  void wordsOfGloveMayHaveSpaces() throws IOException {
    Map<String, float[]> found = read("the 1 2\n. . . 3 -4e-1\nat me@site.com 5 6\n");
    assertThat(found.keySet()).containsExactly("the", ". . .", "at me@site.com");
    assertThat(found.get(". . .")).containsExactly(3, -0.4f);
  }

  @Test
  void vectorsOfOtherWordsAreNotRead() throws IOException {
    assertThat(read("a 1 2\nunneeded nan nan\n").keySet()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 2;a 1 2;b 1;        | line 3: expected a word and 2 values, as in line 1, found 1
          a 1 2;b 1 2 3;        | line 2: expected a word and 2 values, as in line 1, found more
          a 1 2;;b 1 2;         | line 2: expected a word and 2 values, as in line 1, found 0
          a 1 2;b 1 nan;        | line 2: expected finite numbers for the word "b", found nan
          2 2;a 1 2;b 1 1e99;   | line 3: expected finite numbers for the word "b", found 1e99
          2 2;a 1 2;            | line 1: expected 2 words, as it says, found 1
          2 2;a 1 2;b 1 2;c 1 2 | line 1: expected 2 words, as it says, found 3
          2 0;a 1 2;            | line 1: expected the number of words, and that of the values of \
          each, 1 to 16384, found 2 and 0
          a b;c d;              | line 1: expected the numbers of words and values, or a word and \
          1 to 16384 values, found a b
          """)
  void damagedTextIsRefusedByLine(String lines, String message) {
    assertRefused(lines.strip().replace(';', '\n'), "file, " + message.strip());
  }

  @Test
  void damagedBinaryIsRefusedByByte() throws IOException {
    byte[] file = binary(false);
    byte[] shorter = Arrays.copyOf(file, file.length - 3);
    assertThatThrownBy(() -> read(shorter))
        .hasMessage(
            "file, byte "
                + (file.length - 35)
                + ": expected a word and 7 floats, since the first line says 5 words, found the end"
                + " of the file after 4 words");
    byte[] longer = Arrays.copyOf(file, file.length + 2);
    assertThatThrownBy(() -> read(longer))
        .hasMessage(
            "file, byte "
                + file.length
                + ": expected the end of the file after 5 words, as the first line says, found more"
                + " bytes");
    byte[] infinite = file.clone();
    ByteBuffer.wrap(infinite).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 0x7F800000);
    assertThatThrownBy(() -> read(infinite))
        .hasMessage("file, byte 8: expected finite numbers for the word \"the\", found Infinity");
    assertRefused(
        "",
        "file, line 1: expected the numbers of words and values, or a word and 1 to"
            + " 16384 values, found an empty line");
  }

  @Test
  void anyDamageIsReadOrRefused() throws IOException {
    byte[] text = text("5 7\n", "\n").getBytes(UTF_8);
    List<Class<? extends IOException>> refusals = List.of(WordVectorFormatException.class);
    new ParserFuzzer(text, binary(true), "file, ", refusals).run(5_000, WordVectorFileTest::read);
    new ParserFuzzer(binary(true), text, "file, ", refusals).run(5_000, WordVectorFileTest::read);
  }
}
