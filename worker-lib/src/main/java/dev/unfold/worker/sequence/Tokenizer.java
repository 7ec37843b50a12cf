package dev.unfold.worker.sequence;

import dev.unfold.worker.settings.CorpusSettings.Document;
import dev.unfold.worker.settings.CorpusSettings.Unit;
import dev.unfold.worker.settings.Whitespace;
import java.io.IOException;

/**
 * Cuts code points into tokens and documents; holds one word at most.
 *
 * <p>Characters: every code point is a token, newline and carriage return too. Words: what stands
 * between {@link Whitespace}; every line ends in {@link Vocabulary#LINE_END}, also the last without
 * a newline if it is not empty. With lines as documents there is no {@code LINE_END}, and a newline
 * with a carriage return just before it is no token. With files as documents the caller tells the
 * end of the file.
 */
public final class Tokenizer {
  private final boolean words;
  private final boolean lines;
  private final boolean files;
  private final TokenSink sink;

  private final StringBuilder word = new StringBuilder();
  private int wordBytes;
  private boolean lineHasText;
  private boolean lineHasToken;
  private boolean carriageReturn;

  public Tokenizer(Unit unit, Document document, TokenSink sink) {
    words = unit == Unit.WORD;
    lines = document == Document.LINE;
    files = document == Document.FILE;
    this.sink = sink;
  }

  /** Bytes of UTF-8 of the word that has begun. */
  public int wordBytes() {
    return wordBytes;
  }

  /**
   * Takes the next code point.
   *
   * @throws WordTooLongException if it makes the word longer than {@link
   *     Vocabulary#MAXIMUM_TOKEN_BYTES}
   */
  public void accept(int codePoint) throws IOException {
    if (words) {
      acceptInWords(codePoint);
    } else if (lines) {
      acceptInLines(codePoint);
    } else {
      sink.codePoint(codePoint);
    }
  }

  /** Ends the word that has begun, and no line; for text that is to go on. */
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
  }

  /** Ends the last line, if it has text and no newline. */
  public void endLastLine() throws IOException {
    endWord();
    if (lineHasText) {
      endLine();
    }
  }

  /**
   * Ends a file.
   *
   * @param hasText whether there is any text in it, in this part or an earlier one
   */
  public void endFile(boolean hasText) throws IOException {
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
    wordBytes += utf8Bytes(codePoint);
    if (wordBytes > Vocabulary.MAXIMUM_TOKEN_BYTES) {
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
    sink.codePoint(codePoint);
  }

  private void endLine() throws IOException {
    endWord();
    if (words && !lines) {
      sink.word(Vocabulary.LINE_END);
    } else if (lines && lineHasToken) {
      sink.documentEnd();
    } else if (lines) {
      sink.emptyDocument();
    }
    lineHasText = false;
    lineHasToken = false;
  }

  private static int utf8Bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
