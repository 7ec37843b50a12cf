package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.TextInput;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Tokenizer;
import dev.unfold.worker.sequence.WordTooLongException;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Passes the code points or the lines that a range owns to a tokenizer. */
final class TextRangeReader implements Closeable {
  private static final int MARK_BYTES = 3;

  private final TextRange range;
  private final boolean byLines;
  private final Tokenizer tokenizer;
  private final Configuration configuration;
  private final TextInput input;
  private int position;
  private boolean started;
  private boolean hasText;

  /**
   * @param byLines whether the range owns lines; otherwise it owns code points
   */
  TextRangeReader(
      TextRange range, boolean byLines, Tokenizer tokenizer, Configuration configuration)
      throws IOException {
    this.range = range;
    this.byLines = byLines;
    this.tokenizer = tokenizer;
    this.configuration = configuration;
    long lookBack = Math.min(range.start(), byLines ? 1 : TextInput.MAX_SEQUENCE_LENGTH - 1);
    boolean bounded = !byLines && !range.file().compressed();
    long readLimit = bounded ? range.end() + TextInput.MAX_SEQUENCE_LENGTH - 1 : Long.MAX_VALUE;
    input = new TextInput(range.file(), range.start() - lookBack, readLimit, configuration);
  }

  /**
   * Reads about one buffer of text.
   *
   * @return whether there is more
   */
  boolean advance() throws IOException {
    input.slide(position);
    position = 0;
    boolean done = started ? decode() : align() || decode();
    started = true;
    if (done) {
      tokenizer.endLastLine();
      if (range.last()) {
        tokenizer.endFile(fileHasText());
      }
      input.requireUnchanged();
    }
    return !done;
  }

  /**
   * Moves to the first code point or line that the range owns and returns whether there is none.
   */
  private boolean align() throws IOException {
    if (range.start() == 0) {
      position = input.markBytes();
      return false;
    }
    return byLines ? skipLine() : skipTail();
  }

  private boolean skipLine() throws IOException {
    while (input.base() + position < range.end()) {
      if (position == input.limit()) {
        if (input.ended()) {
          return true;
        }
        input.slide(position);
        position = 0;
      } else if (input.buffer()[position++] == '\n') {
        return input.base() + position >= range.end();
      }
    }
    return true;
  }

  /**
   * Skips the last bytes of a code point that began before the range; stray continuation bytes are
   * left for the decoder to reject.
   */
  private boolean skipTail() {
    int start = (int) (range.start() - input.base());
    position = start;
    for (int back = 1; back <= start; back++) {
      int lead = input.buffer()[start - back] & 0xFF;
      if (lead < 0x80 || lead >= 0xC0) {
        position = start + Math.max(0, TextInput.sequenceLength(lead) - back);
        break;
      }
    }
    return input.base() + position >= range.end();
  }

  /** Decodes the bytes in the buffer and returns whether the range is finished. */
  private boolean decode() throws IOException {
    byte[] bytes = input.buffer();
    int limit = input.limit();
    int stop = byLines ? limit : (int) Math.min(limit, range.end() - input.base());
    while (position < stop) {
      int codePoint = bytes[position];
      int length = 1;
      if (codePoint < 0) {
        if (input.isCutOff(position)) {
          return false;
        }
        length = TextInput.sequenceLength(codePoint & 0xFF);
        codePoint = input.codePoint(position);
      }
      position += length;
      accept(codePoint);
      if (byLines && codePoint == '\n' && input.base() + position >= range.end()) {
        return true;
      }
    }
    return (!byLines && input.base() + position >= range.end())
        || (input.ended() && position >= limit);
  }

  private void accept(int codePoint) throws IOException {
    hasText = true;
    try {
      tokenizer.accept(codePoint);
    } catch (WordTooLongException e) {
      long wordStart = input.base() + position - tokenizer.wordBytes();
      throw new CorpusException(e.getMessage() + " in " + input.place(wordStart), e);
    }
  }

  /** Returns whether the file has text, that is, more than a byte order mark. */
  private boolean fileHasText() throws IOException {
    SourceFile file = range.file();
    if (hasText || file.compressed() || file.size() != MARK_BYTES) {
      return hasText || (!file.compressed() && file.size() > 0);
    }
    try (TextInput start = new TextInput(file, 0, MARK_BYTES, configuration)) {
      start.slide(0);
      return start.markBytes() == 0;
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
