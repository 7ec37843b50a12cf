package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.SerializedHadoopConfiguration;
import dev.unfold.driver.storage.Sha256;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import scala.Tuple2;

/**
 * Writes the examples of a part one after the other, and beside them where each ends. A task writes
 * files of names of its own, since Spark may run it twice; the driver names those that count.
 */
final class ExamplePartWriter {
  private static final String TEMPORARY = ".part-";
  private static final String ENDS = ".ends";
  private static final int BUFFER_BYTES = 1 << 20;

  private ExamplePartWriter() {}

  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY);
  }

  /** Returns the file of where the examples of a file end. */
  static String ends(String name) {
    return name + ENDS;
  }

  /**
   * Writes a part.
   *
   * @param folder path of the corpus
   * @param keys of {@link CanonicalOrder}, sorted
   * @return the temporary name, and the part as JSON: programs of others may have set Spark's Kryo,
   *     which cannot read records
   */
  static Iterator<Tuple2<String, String>> write(
      String folder, SerializedHadoopConfiguration configuration, Iterator<byte[]> keys)
      throws IOException {
    CommitFolder target = CommitFolder.open(folder, configuration.open());
    String name = TEMPORARY + UUID.randomUUID();
    MessageDigest digest = Sha256.newDigest();
    long examples = 0;
    long end = 0;
    try (OutputStream records =
            new DigestOutputStream(
                new BufferedOutputStream(
                    new PartFileFormat.Output(target.create(name)), BUFFER_BYTES),
                digest);
        DataOutputStream ends =
            new DataOutputStream(
                new BufferedOutputStream(
                    new PartFileFormat.Output(target.create(ends(name))), BUFFER_BYTES))) {
      while (keys.hasNext()) {
        byte[] key = keys.next();
        int length = key.length - CanonicalOrder.PREFIX_BYTES;
        records.write(key, CanonicalOrder.PREFIX_BYTES, length);
        end += length;
        ends.writeLong(end);
        examples++;
      }
    }
    EncodedExamplePart part = new EncodedExamplePart(examples, end, Sha256.hex(digest));
    return List.of(new Tuple2<>(name, EncodedExampleManifest.encodePart(part))).iterator();
  }
}
