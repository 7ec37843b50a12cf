package dev.unfold.driver.corpus.example;

/**
 * A part of an encoded corpus.
 *
 * @param examples in it
 * @param bytes of the examples
 * @param sha256 of those bytes
 */
record ExamplePart(long examples, long bytes, String sha256) {}
