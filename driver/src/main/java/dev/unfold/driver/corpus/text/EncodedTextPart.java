package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.TextSize;

/**
 * The encoded part of one split.
 *
 * @param tokens the number of ids in the part, including boundaries
 * @param sha256 the hash of its ids, without the checksums between them
 * @param documents the number of documents that end in it
 * @param emptyDocuments the number of documents without a token, which were skipped
 * @param emptyFiles the number of files without text that end in it
 * @param unknownTokens the number of tokens that are not in the vocabulary
 * @param size the size of the text that was read; none for audio
 */
public record EncodedTextPart(
    long tokens,
    String sha256,
    long documents,
    long emptyDocuments,
    long emptyFiles,
    long unknownTokens,
    TextSize size) {
  public EncodedTextPart {
    if (!PartFileFormat.canHold(tokens) || !Sha256.isHash(sha256)) {
      throw new IllegalArgumentException("a part of " + tokens + " tokens, SHA-256 " + sha256);
    }
    if (Math.min(Math.min(documents, emptyDocuments), Math.min(emptyFiles, unknownTokens)) < 0) {
      throw new IllegalArgumentException("a part with a negative count");
    }
  }
}
