package dev.unfold.worker.sequence;

import java.io.Serializable;

/**
 * The size of a text, whatever its tokens are.
 *
 * @param bytes the number of its bytes in UTF-8
 * @param words the number of its words between white space, and of its lines; if lines are
 *     documents, of those with a token
 */
public record TextSize(long bytes, long words) implements Serializable {
  /** The size of no text, and of what is not text. */
  public static final TextSize NONE = new TextSize(0, 0);

  public TextSize {
    if (bytes < 0 || words < 0) {
      throw new IllegalArgumentException("a text of " + bytes + " bytes and " + words + " words");
    }
  }

  /** Returns the size of this text and another one together. */
  public TextSize plus(TextSize other) {
    return new TextSize(Math.addExact(bytes, other.bytes), Math.addExact(words, other.words));
  }
}
