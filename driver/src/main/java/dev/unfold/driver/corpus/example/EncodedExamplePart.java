package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.worker.file.Sha256;

/**
 * A part of an encoded corpus.
 *
 * @param examples the number of examples
 * @param bytes the number of bytes of the examples
 * @param sha256 the hash of these bytes
 */
record EncodedExamplePart(long examples, long bytes, String sha256) {
  EncodedExamplePart {
    boolean possible = PartFileFormat.canHold(examples) && PartFileFormat.canHold(bytes);
    if (!possible || !Sha256.isHash(sha256)) {
      throw new IllegalArgumentException(
          "a part of " + examples + " examples in " + bytes + " bytes, SHA-256 " + sha256);
    }
  }
}
