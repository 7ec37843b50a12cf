package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.sequence.TokenSink;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.subword.SubwordEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Writes tokens as ids of fixed width, big-endian; counts and digests them. */
public final class EncodingSink implements TokenSink {
  private static final int BUFFER_BYTES = 64 * PartFileFormat.BLOCK_BYTES;

  private final Vocabulary vocabulary;
  private final Optional<SubwordEncoder> subwords;
  private final int width;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final MessageDigest digest = Sha256.newDigest();
  private int filled;
  private long tokens;
  private long unknown;
  private long documents;
  private long emptyDocuments;
  private long emptyFiles;

  public EncodingSink(Vocabulary vocabulary, OutputStream out) {
    this.vocabulary = vocabulary;
    subwords = vocabulary.subwordEncoder();
    width = widthOf(vocabulary.size());
    this.out = out;
  }

  /**
   * Returns the number of bytes of an id: the smallest of 1, 2 and 4 that can represent every id.
   */
  static int widthOf(int vocabularySize) {
    if (vocabularySize <= 1 << Byte.SIZE) {
      return Byte.BYTES;
    }
    return vocabularySize <= 1 << Short.SIZE ? Short.BYTES : Integer.BYTES;
  }

  @Override
  public void codePoint(int codePoint) throws IOException {
    text(vocabulary.id(codePoint));
  }

  @Override
  public void word(String word) throws IOException {
    if (subwords.isEmpty()) {
      text(vocabulary.id(word));
      return;
    }
    for (int id : subwords.get().ids(word)) {
      put(id);
    }
  }

  /** Returns the vocabulary of the tokens. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Receives a token of the vocabulary by its id. */
  public void known(int id) throws IOException {
    put(id);
  }

  @Override
  public void documentEnd() throws IOException {
    documents++;
    boundary();
  }

  @Override
  public void emptyDocument() {
    emptyDocuments++;
  }

  @Override
  public void emptyFile() {
    emptyFiles++;
  }

  void boundary() throws IOException {
    put(vocabulary.boundary().orElseThrow());
  }

  /**
   * Writes the remaining ids and returns a description of the part.
   *
   * @param size the size of its text
   */
  public EncodedTextPart finish(TextSize size) throws IOException {
    flush();
    return new EncodedTextPart(
        tokens, Sha256.hex(digest), documents, emptyDocuments, emptyFiles, unknown, size);
  }

  private void text(int id) throws IOException {
    if (id == Vocabulary.UNKNOWN_ID) {
      unknown++;
    }
    put(id);
  }

  private void put(int id) throws IOException {
    if (filled == BUFFER_BYTES) {
      flush();
    }
    for (int shift = (width - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer[filled++] = (byte) (id >>> shift);
    }
    tokens++;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, filled);
    digest.update(buffer, 0, filled);
    filled = 0;
  }
}
