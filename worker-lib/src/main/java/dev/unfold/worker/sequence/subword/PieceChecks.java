package dev.unfold.worker.sequence.subword;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks lists of subwords. */
final class PieceChecks {
  private PieceChecks() {}

  /**
   * Returns the number of the subword of each byte.
   *
   * @throws IllegalArgumentException if a subword is empty, not written in characters of bytes, or
   *     occurs twice, or if a byte has none
   */
  static int[] bytes(List<String> pieces) {
    int[] numbers = new int[ByteAlphabet.SIZE];
    Arrays.fill(numbers, -1);
    Set<String> seen = new HashSet<>();
    for (int number = 0; number < pieces.size(); number++) {
      String piece = pieces.get(number);
      if (piece.isEmpty() || !ByteAlphabet.matches(piece)) {
        throw new IllegalArgumentException(
            "the token \"" + piece + "\", which is not one of bytes as ByteLevel writes them");
      }
      if (!seen.add(piece)) {
        throw new IllegalArgumentException("the token \"" + piece + "\" twice");
      }
      if (piece.length() == 1) {
        numbers[ByteAlphabet.decode(piece)[0] & 0xFF] = number;
      }
    }
    for (int value = 0; value < numbers.length; value++) {
      if (numbers[value] < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "no token for the byte 0x%02X (\"%c\"), so that some texts would have none",
                value,
                ByteAlphabet.character(value)));
      }
    }
    return numbers;
  }
}
