package dev.unfold.driver.corpus;

import java.util.regex.Pattern;

/**
 * What one split became.
 *
 * @param tokens ids in the part, boundaries among them
 * @param sha256 of its ids, without the checksums between them
 * @param documents that end in it
 * @param emptyDocuments without a token, which were left out
 * @param emptyFiles that end in it, without text
 * @param unknownTokens that the vocabulary does not have
 */
record EncodedPart(
    long tokens,
    String sha256,
    long documents,
    long emptyDocuments,
    long emptyFiles,
    long unknownTokens) {
  /** What no file system holds, to keep products and sums of sizes in range. */
  private static final long MOST_TOKENS = 1L << 50;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  EncodedPart {
    if (tokens < 0 || tokens > MOST_TOKENS || !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("a part of " + tokens + " tokens, SHA-256 " + sha256);
    }
    if (Math.min(Math.min(documents, emptyDocuments), Math.min(emptyFiles, unknownTokens)) < 0) {
      throw new IllegalArgumentException("a part that counts below zero");
    }
  }
}
