package dev.unfold.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damages a file in one of several ways: bits, lengths, ranges, numbers, nesting, or a range of
 * another file.
 */
final class ByteCorruption {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "-0.5",
          "1e400",
          "-9223372036854775808",
          "9223372036854775807",
          "4611686018427387904",
          "2147483647",
          "2147483648",
          "4294967296",
          "9".repeat(900),
          "9".repeat(2000),
          "NaN",
          "null",
          "\"7\"");

  /** The fragments that are valid, or nearly valid, somewhere in a text file. */
  private static final List<String> FRAGMENTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\n",
          "\r",
          "\\",
          "/",
          "..",
          "\0",
          "\\u0000",
          "\\ud800",
          "\uD83D\uDE00",
          "null",
          "true",
          "{}",
          "[]",
          "\"F16\"",
          "\"w\":",
          "\"__metadata__\":",
          "\"hidden\":",
          "\"@class\":\"java.net.URL\",",
          "\"formatVersion\":\"1.0\",",
          "[".repeat(2000),
          "{\"a\":".repeat(2000));

  private final Random random;

  ByteCorruption(long seed) {
    random = new Random(seed);
  }

  /** Returns a damaged copy. */
  byte[] of(byte[] file, byte[] other) {
    return switch (random.nextInt(8)) {
      case 0 -> flipBits(file);
      case 1 -> Arrays.copyOf(file, random.nextInt(file.length + 9));
      case 2 -> moveRange(file, file);
      case 3 -> moveRange(file, other);
      case 4 -> changeBinaryNumber(file);
      case 5 -> changeNumber(file);
      case 6 -> editText(file, 1);
      default -> editText(file, 4);
    };
  }

  private byte[] flipBits(byte[] file) {
    byte[] damaged = file.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  /** Replaces a range of this file by a range of the other file, which may be empty. */
  private byte[] moveRange(byte[] file, byte[] other) {
    int from = random.nextInt(other.length + 1);
    int count = random.nextInt(other.length - from + 1);
    int start = random.nextInt(file.length + 1);
    int end = start + random.nextInt(file.length - start + 1);
    return ByteBuffer.allocate(file.length - (end - start) + count)
        .put(file, 0, start)
        .put(other, from, count)
        .put(file, end, file.length - end)
        .array();
  }

  /**
   * Changes a number, in half of the cases at the start of the file, where lengths are often
   * stored.
   */
  private byte[] changeBinaryNumber(byte[] file) {
    byte[] damaged = Arrays.copyOf(file, Math.max(file.length, Long.BYTES));
    int at = random.nextBoolean() ? 0 : random.nextInt(damaged.length - Long.BYTES + 1);
    long number =
        random.nextBoolean()
            ? random.nextLong() >> random.nextInt(Long.SIZE)
            : damaged[at] + random.nextInt(33) - 16;
    ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer.wrap(damaged).order(order).putLong(at, number);
    return damaged;
  }

  private byte[] changeNumber(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<MatchResult> numbers = new ArrayList<>(NUMBER.matcher(text).results().toList());
    if (numbers.isEmpty()) {
      return editText(file, 1);
    }
    MatchResult number = numbers.get(random.nextInt(numbers.size()));
    String changed =
        text.substring(0, number.start()) + any(NUMBERS) + text.substring(number.end());
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] editText(byte[] file, int edits) {
    StringBuilder text = new StringBuilder(new String(file, StandardCharsets.ISO_8859_1));
    for (int i = 0; i < edits; i++) {
      int start = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), start + random.nextInt(6));
      byte[] fragment = any(FRAGMENTS).getBytes(StandardCharsets.UTF_8);
      text.replace(start, end, new String(fragment, StandardCharsets.ISO_8859_1));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
