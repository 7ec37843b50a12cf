package dev.unfold.driver.corpus;

/**
 * What one split became.
 *
 * @param tokens ids in the part, boundaries among them
 * @param sha256 of its bytes
 * @param documents that end in it
 * @param emptyDocuments without a token, which were left out
 * @param unknownTokens that the vocabulary does not have
 */
record EncodedPart(
    long tokens, String sha256, long documents, long emptyDocuments, long unknownTokens) {}
