package dev.unfold.worker.sequence.subword;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The characters that stand for bytes in the texts of subwords, as in GPT-2: the printable ones of
 * Latin-1 stand for themselves, the other 68 bytes are U+0100 to U+0143 in their order. A space is
 * thus {@code Ġ}, a newline {@code Ċ}.
 */
final class ByteAlphabet {
  /** The number of bytes. */
  static final int SIZE = 256;

  private static final char[] CHARACTERS = characters();
  private static final short[] BYTES = bytes();

  private ByteAlphabet() {}

  /** Returns the texts of all bytes, in the order of their characters. */
  static List<String> all() {
    return IntStream.range(0, BYTES.length)
        .filter(character -> BYTES[character] >= 0)
        .mapToObj(character -> String.valueOf((char) character))
        .toList();
  }

  /** Returns the character of a byte, 0 to 255. */
  static char character(int value) {
    return CHARACTERS[value];
  }

  /** Returns whether a text consists of characters of bytes. */
  static boolean matches(String text) {
    return text.chars().allMatch(character -> character < BYTES.length && BYTES[character] >= 0);
  }

  /** Returns the characters of the UTF-8 bytes of a text. */
  static String encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    char[] encoded = new char[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      encoded[i] = CHARACTERS[utf8[i] & 0xFF];
    }
    return new String(encoded);
  }

  /** Returns the bytes for which the characters of a text stand. */
  static byte[] decode(String encoded) {
    byte[] decoded = new byte[encoded.length()];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = (byte) BYTES[encoded.charAt(i)];
    }
    return decoded;
  }

  private static char[] characters() {
    char[] characters = new char[SIZE];
    int next = SIZE;
    for (int value = 0; value < SIZE; value++) {
      boolean printable = (value > ' ' && value < 0x7F) || (value > 0xA0 && value != 0xAD);
      characters[value] = (char) (printable ? value : next++);
    }
    return characters;
  }

  private static short[] bytes() {
    short[] bytes = new short[CHARACTERS[0xAD] + 1];
    Arrays.fill(bytes, (short) -1);
    for (int value = 0; value < SIZE; value++) {
      bytes[CHARACTERS[value]] = (short) value;
    }
    return bytes;
  }
}
