package dev.unfold.worker.sequence;

import dev.unfold.worker.sequence.subword.Utf8;
import dev.unfold.worker.settings.corpus.Whitespace;

/** Counts the size of a text, code point by code point. */
final class TextSizeCounter {
  private final boolean lineDocuments;
  private long bytes;
  private long words;
  private boolean inWord;
  private boolean inLine;

  /**
   * Creates a counter.
   *
   * @param lineDocuments whether lines are documents, whose ends are reported
   */
  TextSizeCounter(boolean lineDocuments) {
    this.lineDocuments = lineDocuments;
  }

  void accept(int codePoint) {
    bytes += Utf8.length(codePoint);
    boolean space = Whitespace.is(codePoint);
    if (!space && !inWord) {
      words++;
    }
    inWord = !space;
    inLine = codePoint != '\n';
    if (!inLine && !lineDocuments) {
      words++;
    }
  }

  /** Counts the end of a line that is a document. */
  void endDocument() {
    words++;
  }

  /** Ends the last line of a file, which may have no newline. */
  void endFile() {
    if (inLine && !lineDocuments) {
      words++;
    }
    inWord = false;
    inLine = false;
  }

  TextSize size() {
    return new TextSize(bytes, words);
  }
}
