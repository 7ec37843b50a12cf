package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.sequence.CorpusException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of a value, collected one by one, and the text that they encode. */
final class ValueBuffer {
  private static final int FIRST_LENGTH = 256;
  private static final int MAX_BYTES = 1 << 30;

  private final String file;
  private byte[] bytes = new byte[FIRST_LENGTH];
  private int length;
  private boolean ascii = true;

  /**
   * @param file the file with the values, for messages
   */
  ValueBuffer(String file) {
    this.file = file;
  }

  void clear() {
    length = 0;
    ascii = true;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Returns whether the value is empty or has only spaces and tabs. */
  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds a byte.
   *
   * @throws CorpusException if the value exceeds the maximum length
   */
  void add(int value) throws CorpusException {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, grownLength());
    }
    bytes[length++] = (byte) value;
    ascii &= value < 0x80;
  }

  private int grownLength() throws CorpusException {
    if (length == MAX_BYTES) {
      throw new CorpusException(
          file + ": expected values of at most " + MAX_BYTES + " bytes, found more");
    }
    return 2 * length;
  }

  /** Returns the text; empty if the bytes are not UTF-8. */
  Optional<String> text() {
    if (ascii) {
      return Optional.of(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }
    try {
      ByteBuffer encoded = ByteBuffer.wrap(bytes, 0, length);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(encoded).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
