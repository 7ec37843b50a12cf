package dev.unfold.worker.sequence.subword;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The classes of code points by which {@link WordSplitter} cuts a text: the letters, the numbers
 * and the white space of Unicode 16, and all others.
 *
 * <p>They are read from a file of this library, because those of {@link Character} depend on the
 * version of Java, and the tokens of a text must not.
 */
final class CharacterClasses {
  /** The class of all other code points. */
  static final byte OTHER = 0;

  /** The class of letters, {@code \p{L}}. */
  static final byte LETTER = 1;

  /** The class of numbers, {@code \p{N}}. */
  static final byte NUMBER = 2;

  /** The class of white space, {@code \s}. */
  static final byte SPACE = 3;

  private static final String FILE = "character-classes.txt";
  private static final byte[] CLASSES = read();

  private CharacterClasses() {}

  /** Returns the class of a code point. */
  static byte of(int codePoint) {
    return CLASSES[codePoint];
  }

  private static byte[] read() {
    byte[] classes = new byte[Character.MAX_CODE_POINT + 1];
    try (InputStream in = CharacterClasses.class.getResourceAsStream(FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> fill(classes, line.split(" ", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this library cannot be read: " + FILE, e);
    }
    return classes;
  }

  private static void fill(byte[] classes, String[] line) {
    byte value =
        switch (line[0]) {
          case "L" -> LETTER;
          case "N" -> NUMBER;
          default -> SPACE;
        };
    for (int i = 1; i < line.length; i++) {
      int dash = line[i].indexOf('-');
      int first = Integer.parseInt(dash < 0 ? line[i] : line[i].substring(0, dash), 16);
      int last = dash < 0 ? first : Integer.parseInt(line[i].substring(dash + 1), 16);
      Arrays.fill(classes, first, last + 1, value);
    }
  }
}
