package dev.unfold.worker.sequence;

import java.io.IOException;

/** Receives the tokens of a text in order. */
public interface TokenSink {
  /** Receives a token that is one code point, if the unit is the character. */
  void codePoint(int codePoint) throws IOException;

  /** Receives a word, or {@link Vocabulary#LINE_END}, if the unit is the word. */
  void word(String word) throws IOException;

  /** Receives the end of a document of at least one token. */
  void documentEnd() throws IOException;

  /** Receives a document without a token, which is skipped. */
  void emptyDocument() throws IOException;

  /** Receives a file without text. */
  void emptyFile();
}
