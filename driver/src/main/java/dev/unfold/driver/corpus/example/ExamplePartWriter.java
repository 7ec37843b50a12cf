package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.segment.SegmentTable;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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

  private final OutputStream records;
  private final DataOutputStream ends;

  /** The ends of the segments of an example that is written, from its start. */
  private final ByteArrayOutputStream segmentEnds = new ByteArrayOutputStream();

  private long examples;
  private long end;
  private long start;

  private ExamplePartWriter(OutputStream records, DataOutputStream ends) {
    this.records = records;
    this.ends = ends;
  }

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
   * @param keys the keys of {@link ExampleKeys}, in their order; what they have in common is not
   *     written
   * @return the temporary name, and the part as JSON because applications may use Kryo, which
   *     cannot read records
   */
  static Iterator<Tuple2<String, String>> write(
      String folder, SerializedHadoopConfiguration configuration, Iterator<byte[]> keys)
      throws IOException {
    CommitFolder target = CommitFolder.open(folder, configuration.open());
    String name = TEMPORARY + UUID.randomUUID();
    MessageDigest digest = Sha256.newDigest();
    ExamplePartWriter written;
    try (OutputStream records =
            new DigestOutputStream(
                new BufferedOutputStream(
                    new PartFileFormat.Output(target.createInExisting(name)), BUFFER_BYTES),
                digest);
        DataOutputStream ends =
            new DataOutputStream(
                new BufferedOutputStream(
                    new PartFileFormat.Output(target.createInExisting(ends(name))),
                    BUFFER_BYTES))) {
      ExamplePartWriter part = new ExamplePartWriter(records, ends);
      while (keys.hasNext()) {
        part.write(keys.next());
      }
      written = part;
    }
    EncodedExamplePart part =
        new EncodedExamplePart(written.examples, written.end, Sha256.hex(digest));
    return List.of(new Tuple2<>(name, EncodedExampleManifest.encodePart(part))).iterator();
  }

  /** Writes an example, a segment of one, or the table after the last segment. */
  private void write(byte[] key) throws IOException {
    if (key[ExampleKeys.PREFIX_BYTES] == SegmentTable.SINGLE) {
      append(key, ExampleKeys.PREFIX_BYTES + 1);
      append(new byte[] {SegmentTable.SINGLE}, 0);
      endExample();
    } else if (ByteBuffer.wrap(key).getInt(ExampleKeys.NUMBER) == ExampleKeys.TAIL) {
      append(segmentEnds.toByteArray(), 0);
      segmentEnds.reset();
      append(key, ExampleKeys.NUMBER + Integer.BYTES);
      endExample();
    } else {
      append(key, ExampleKeys.NUMBER + Integer.BYTES);
      segmentEnds.write(ByteBuffer.allocate(Long.BYTES).putLong(end - start).array());
    }
  }

  private void append(byte[] bytes, int from) throws IOException {
    records.write(bytes, from, bytes.length - from);
    end += bytes.length - from;
  }

  private void endExample() throws IOException {
    ends.writeLong(end);
    examples++;
    start = end;
  }
}
