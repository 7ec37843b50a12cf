package dev.unfold.worker.sequence;

import java.io.IOException;

/** Takes the tokens of a text in their order. */
public interface TokenSink {
  /** A token that is one code point, where the unit is the character. */
  void codePoint(int codePoint) throws IOException;

  /** A word, or {@link Vocabulary#LINE_END}, where the unit is the word. */
  void word(String word) throws IOException;

  /** The end of a document of one token at least. */
  void documentEnd() throws IOException;

  /** A document without a token, which is left out. */
  void emptyDocument() throws IOException;

  /** A file without text. */
  void emptyFile();
}
