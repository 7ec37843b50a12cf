package dev.unfold.worker.sequence.subword;

/** The lengths of code points in UTF-8. */
public final class Utf8 {
  private Utf8() {}

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
