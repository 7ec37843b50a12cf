package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusFiles;
import dev.unfold.driver.corpus.PartIndex;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus of examples in part files. Its serialized form for executors is small: the schema and
 * the list of sources stay on the driver.
 */
public final class EncodedExampleCorpus implements Serializable {
  static final String SCHEMA = "form.json";

  private static final long serialVersionUID = 1L;

  private final String folder;
  private final LengthBuckets buckets;
  private final PartIndex ends;
  private final long[] bytes;
  private final String sha256;
  private final int longestInput;
  private final int longestTarget;
  private final transient ExampleSchema schema;
  private final transient EncodedExampleManifest manifest;
  private final transient Map<String, Object> origin;

  private EncodedExampleCorpus(
      String folder,
      ExampleSchema schema,
      EncodedExampleManifest manifest,
      Map<String, Object> origin) {
    this.origin = origin;
    this.folder = folder;
    this.schema = schema;
    this.manifest = manifest;
    buckets = new LengthBuckets(manifest.buckets());
    ends =
        new PartIndex(manifest.parts().stream().mapToLong(EncodedExamplePart::examples).toArray());
    bytes = manifest.parts().stream().mapToLong(EncodedExamplePart::bytes).toArray();
    sha256 = manifest.contentSha256();
    longestInput = manifest.counts().longestInput();
    longestTarget = manifest.counts().longestTarget();
  }

  /**
   * Opens the corpus in a folder of the cache.
   *
   * @throws CorruptCommitException if it is incomplete or damaged
   * @throws IOException if it cannot be read
   */
  static EncodedExampleCorpus open(CommitFolder folder) throws IOException {
    CorpusFiles files = new CorpusFiles(folder);
    EncodedExampleManifest manifest =
        files.read(EncodedExampleManifest.NAME, EncodedExampleManifest::read);
    ExampleSchema schema = files.read(SCHEMA, (where, in) -> schema(in, manifest));
    for (int i = 0; i < manifest.parts().size(); i++) {
      EncodedExamplePart part = manifest.parts().get(i);
      String name = EncodedExampleManifest.partName(i);
      files.requirePart(name, part.bytes());
      files.requirePart(ExamplePartWriter.ends(name), part.examples() * Long.BYTES);
    }
    return new EncodedExampleCorpus(folder.path(), schema, manifest, Map.of());
  }

  private static ExampleSchema schema(InputStream in, EncodedExampleManifest manifest)
      throws IOException {
    byte[] schema = in.readAllBytes();
    if (!Sha256.of(schema).equals(manifest.schemaSha256())) {
      throw new IOException("it is not the one of the manifest");
    }
    return ExampleSchemaReader.read(new ByteArrayInputStream(schema));
  }

  /** Returns the absolute path of its folder in the cache. */
  public String folder() {
    return folder;
  }

  /** Returns the examples by length, in their order. */
  public LengthBuckets buckets() {
    return buckets;
  }

  /** Returns the parts by examples. */
  public PartIndex parts() {
    return ends;
  }

  /** Steps of the longest input. */
  public int longestInput() {
    return longestInput;
  }

  /** Steps of the longest target. */
  public int longestTarget() {
    return longestTarget;
  }

  /**
   * Returns the hash of the examples and their schema, which does not depend on the location of the
   * cache or the rows.
   */
  public String sha256() {
    return sha256;
  }

  /** Returns the schema of the examples; available on the driver only. */
  public ExampleSchema schema() {
    return onDriver(schema);
  }

  /** Returns the files of the table as they were listed; available on the driver only. */
  public List<SourceFile> sources() {
    return onDriver(manifest).inputs();
  }

  /** Returns the same corpus with the origin of the rows of a table that is not in files. */
  EncodedExampleCorpus withOrigin(Map<String, Object> rows) {
    return new EncodedExampleCorpus(folder, schema, manifest, rows);
  }

  /**
   * Returns the origin of the rows of a table that is not in files; available on the driver only.
   */
  public Map<String, Object> origin() {
    return onDriver(origin);
  }

  /** Returns the counts over the rows; available on the driver only. */
  public ExampleCounts counts() {
    return onDriver(manifest).counts();
  }

  /**
   * Returns a notice for the user if targets cannot be aligned with their inputs; available on the
   * driver only.
   *
   * @param stride the distance of the steps of the input that they are aligned with, or 0
   */
  public Optional<String> unaligned(int stride) {
    return counts().unaligned(stride, buckets.examples(), table());
  }

  /**
   * Rejects a corpus none of whose targets can be aligned with its input; available on the driver
   * only.
   *
   * @param stride the distance of the steps of the input that they are aligned with, or 0
   * @throws CorpusException if there is none
   */
  public void requireAligned(int stride) throws CorpusException {
    if (counts().unalignedTargets(stride) == buckets.examples()) {
      throw new CorpusException(
          "corpus.target: expected targets with at most as many tokens as their input has steps for"
              + " network.kind = ctc, counting those between equal tokens, found none in "
              + table());
    }
  }

  private String table() {
    List<SourceFile> files = sources();
    return files.isEmpty() ? "the table" : files.get(0).path();
  }

  /** Returns the labels of the targets; available on the driver only. */
  public TargetLabels labels() {
    return onDriver(manifest).labels();
  }

  /**
   * Opens the examples, on the driver or an executor.
   *
   * @throws IOException if the folder cannot be reached
   */
  public EncodedExampleSource open(Configuration configuration) throws IOException {
    return new EncodedExampleSource(CommitFolder.open(folder, configuration), ends, bytes);
  }

  private static <T> T onDriver(T value) {
    if (value == null) {
      throw new IllegalStateException("available on the driver only");
    }
    return value;
  }
}
