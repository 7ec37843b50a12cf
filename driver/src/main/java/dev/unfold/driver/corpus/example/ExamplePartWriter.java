package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.file.Sha256;
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
 * Writes the examples of a part, and their end offsets to a second file. A task writes files with
 * unique names, since Spark may run it twice; the driver renames the files of the successful tasks.
 */
final class ExamplePartWriter {
  private static final String TEMPORARY = ".part-";
  private static final String ENDS = ".ends";
  private static final int BUFFER_BYTES = 1 << 20;

  private ExamplePartWriter() {}

  static boolean isTemporary(String name) {
    return name.startsWith(TEMPORARY);
  }

  /** Returns the name of the file with the end offsets of the examples of a file. */
  static String ends(String name) {
    return name + ENDS;
  }

  /**
   * Writes a part.
   *
   * @param folder the path of the corpus
   * @param keys the keys of {@link CanonicalOrder}, sorted
   * @return the temporary name, and the part as JSON because applications may use Kryo, which
   *     cannot read records
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
