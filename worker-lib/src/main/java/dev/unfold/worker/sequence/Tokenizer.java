package dev.unfold.worker.sequence;

import dev.unfold.worker.sequence.subword.Utf8;
import dev.unfold.worker.sequence.subword.WordSplitter;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.IOException;

/**
 * Splits code points into tokens and documents; buffers at most one word.
 *
 * <p>If the unit is the character, every code point is a token, including newline and carriage
 * return. If it is the word, tokens are separated by {@link Whitespace}, and every line ends in
 * {@link Vocabulary#LINE_END}, also a non-empty last line without a newline. If it is the subword,
 * the words of {@link WordSplitter} are passed on, to be cut into subwords. With lines as documents
 * there is no {@code LINE_END}, and a newline is no token, nor is a carriage return directly before
 * it. With files as documents, the caller reports the end of the file.
 */
public final class Tokenizer {
  private final boolean words;
  private final boolean subwords;
  private final boolean lines;
  private final boolean files;
  private final TokenSink sink;

  private final WordSplitter splitter;
  private final TextSizeCounter size;

  private final StringBuilder word = new StringBuilder();
  private int wordBytes;
  private boolean lineHasText;
  private boolean lineHasToken;
  private boolean carriageReturn;

  public Tokenizer(Unit unit, Document document, TokenSink sink) {
    words = unit == Unit.WORD;
    subwords = unit == Unit.SUBWORD;
    lines = document == Document.LINE;
    files = document == Document.FILE;
    this.sink = sink;
    splitter = new WordSplitter(sink::word);
    size = new TextSizeCounter(lines);
  }

  /** Returns the number of UTF-8 bytes of the current word. */
  public int wordBytes() {
    return subwords ? splitter.wordBytes() : wordBytes;
  }

  /** Returns the size of the text so far. */
  public TextSize size() {
    return size.size();
  }

  /**
   * Accepts the next code point.
   *
   * @throws WordTooLongException if the word becomes longer than {@link Vocabulary#MAX_TOKEN_BYTES}
   */
  public void accept(int codePoint) throws IOException {
    size.accept(codePoint);
    if (words) {
      acceptInWords(codePoint);
    } else if (lines) {
      acceptInLines(codePoint);
    } else {
      character(codePoint);
    }
  }

  /** Ends the current word but no line, for text that is to be continued. */
  public void endWord() throws IOException {
    if (wordBytes > 0) {
      lineHasToken = true;
      sink.word(word.toString());
      word.setLength(0);
      wordBytes = 0;
    }
    if (carriageReturn) {
      character('\r');
      carriageReturn = false;
    }
    splitter.end();
  }

  /** Ends the last line if it has text but no newline. */
  public void endLastLine() throws IOException {
    endWord();
    if (lineHasText) {
      endLine();
    }
  }

  /**
   * Ends a file.
   *
   * @param hasText whether the file has any text, in this part or an earlier one
   */
  public void endFile(boolean hasText) throws IOException {
    size.endFile();
    if (!hasText) {
      sink.emptyFile();
    }
    if (files && hasText) {
      sink.documentEnd();
    } else if (files) {
      sink.emptyDocument();
    }
  }

  private void acceptInWords(int codePoint) throws IOException {
    if (codePoint == '\n') {
      endWord();
      endLine();
      return;
    }
    lineHasText = true;
    if (Whitespace.is(codePoint)) {
      endWord();
      return;
    }
    wordBytes += Utf8.length(codePoint);
    if (wordBytes > Vocabulary.MAX_TOKEN_BYTES) {
      throw new WordTooLongException();
    }
    word.appendCodePoint(codePoint);
  }

  private void acceptInLines(int codePoint) throws IOException {
    if (codePoint == '\n') {
      carriageReturn = false;
      endLine();
      return;
    }
    if (carriageReturn) {
      character('\r');
    }
    carriageReturn = codePoint == '\r';
    lineHasText = true;
    if (!carriageReturn) {
      character(codePoint);
    }
  }

  private void character(int codePoint) throws IOException {
    lineHasToken = true;
    if (!subwords) {
      sink.codePoint(codePoint);
      return;
    }
    splitter.accept(codePoint);
    if (splitter.wordBytes() > Vocabulary.MAX_TOKEN_BYTES) {
      throw new WordTooLongException();
    }
  }

  private void endLine() throws IOException {
    endWord();
    if (words && !lines) {
      sink.word(Vocabulary.LINE_END);
    } else if (lines && lineHasToken) {
      size.endDocument();
      sink.documentEnd();
    } else if (lines) {
      sink.emptyDocument();
    }
    lineHasText = false;
    lineHasToken = false;
  }
}
