package dev.unfold.worker.sequence.subword;

/** The code points of UTF-8. */
public final class Utf8 {
  private Utf8() {}

  /** Returns whether a byte of a valid text is the first one of a code point. */
  static boolean beginsCharacter(byte value) {
    return (value & 0xC0) != 0x80;
  }

  /** Returns the number of bytes of a code point. */
  public static int length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
