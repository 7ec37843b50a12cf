package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.io.Reader;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the characters of a source file for parsers of any format: decompressed, without a byte
 * order mark, decoded as strict UTF-8.
 *
 * <p>Reading throws a {@link CorpusException} with the offset of the first invalid byte if the file
 * cannot be used, and a {@link dev.unfold.driver.storage.fs.StorageException} if the storage fails.
 * The file is compared with its listing when it is opened and at its end.
 */
public final class SourceReader extends Reader {
  private static final int NONE = -1;

  private final TextInput input;
  private int position;
  private int lowSurrogate = NONE;
  private boolean ended;

  /** Opens a file. */
  public SourceReader(SourceFile file, Configuration configuration) throws IOException {
    input = new TextInput(file, 0, Long.MAX_VALUE, configuration);
    boolean success = false;
    try {
      input.slide(0);
      position = input.markBytes();
      success = true;
    } finally {
      if (!success) {
        input.close();
      }
    }
  }

  @Override
  public int read(char[] characters, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, characters.length);
    if (count == 0) {
      return 0;
    }
    int end = offset + count;
    int next = offset;
    if (lowSurrogate != NONE) {
      characters[next++] = (char) lowSurrogate;
      lowSurrogate = NONE;
    }
    while (next < end && fill()) {
      next = decodeInto(characters, next, end);
    }
    return next == offset ? -1 : next - offset;
  }

  /** Fills the buffer if necessary and returns whether it has a complete sequence. */
  private boolean fill() throws IOException {
    if (position == input.limit() || input.isCutOff(position)) {
      input.slide(position);
      position = 0;
    }
    if (position < input.limit()) {
      return true;
    }
    if (!ended) {
      input.requireUnchanged();
      ended = true;
    }
    return false;
  }

  /**
   * Decodes up to the end of the characters or of the buffer and returns the index of the next
   * character.
   */
  private int decodeInto(char[] characters, int from, int end) throws IOException {
    byte[] bytes = input.buffer();
    int limit = input.limit();
    int next = from;
    while (next < end && position < limit) {
      int lead = bytes[position];
      if (lead >= 0) {
        characters[next++] = (char) lead;
        position++;
      } else if (input.isCutOff(position)) {
        return next;
      } else {
        next = putInto(characters, next, end, input.codePoint(position));
        position += TextInput.sequenceLength(lead & 0xFF);
      }
    }
    return next;
  }

  private int putInto(char[] characters, int next, int end, int codePoint) {
    if (Character.isBmpCodePoint(codePoint)) {
      characters[next] = (char) codePoint;
      return next + 1;
    }
    characters[next] = Character.highSurrogate(codePoint);
    if (next + 1 == end) {
      lowSurrogate = Character.lowSurrogate(codePoint);
      return end;
    }
    characters[next + 1] = Character.lowSurrogate(codePoint);
    return next + 2;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
