package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.Sha256;

/**
 * The encoded part of one split.
 *
 * @param tokens ids in the part, boundaries among them
 * @param sha256 of its ids, without the checksums between them
 * @param documents that end in it
 * @param emptyDocuments without a token, which were left out
 * @param emptyFiles that end in it, without text
 * @param unknownTokens that the vocabulary does not have
 */
record EncodedTextPart(
    long tokens,
    String sha256,
    long documents,
    long emptyDocuments,
    long emptyFiles,
    long unknownTokens) {
  EncodedTextPart {
    if (!PartFileFormat.canHold(tokens) || !Sha256.isHash(sha256)) {
      throw new IllegalArgumentException("a part of " + tokens + " tokens, SHA-256 " + sha256);
    }
    if (Math.min(Math.min(documents, emptyDocuments), Math.min(emptyFiles, unknownTokens)) < 0) {
      throw new IllegalArgumentException("a part that counts below zero");
    }
  }
}
