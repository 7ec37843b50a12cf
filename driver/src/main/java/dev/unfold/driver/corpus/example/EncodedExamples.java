package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusFiles;
import dev.unfold.driver.corpus.PartEnds;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.CorruptCommitException;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.worker.sequence.example.ExampleForm;
import dev.unfold.worker.sequence.example.ExampleFormFile;
import dev.unfold.worker.sequence.example.LengthBuckets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus of examples in part files. Small when it travels to executors: the form and the list of
 * sources stay on the driver.
 */
public final class EncodedExamples implements Serializable {
  static final String FORM = "form.json";

  private static final long serialVersionUID = 1L;

  private final String folder;
  private final LengthBuckets buckets;
  private final PartEnds ends;
  private final long[] bytes;
  private final String sha256;
  private final int longestInput;
  private final int longestTarget;
  private final transient ExampleForm form;
  private final transient ExampleManifest manifest;

  private EncodedExamples(String folder, ExampleForm form, ExampleManifest manifest) {
    this.folder = folder;
    this.form = form;
    this.manifest = manifest;
    buckets = new LengthBuckets(manifest.buckets());
    ends = new PartEnds(manifest.parts().stream().mapToLong(ExamplePart::examples).toArray());
    bytes = manifest.parts().stream().mapToLong(ExamplePart::bytes).toArray();
    sha256 = manifest.contentSha256();
    longestInput = manifest.counts().longestInput();
    longestTarget = manifest.counts().longestTarget();
  }

  /**
   * Opens what is in a folder of the cache.
   *
   * @throws CorruptCommitException if it is incomplete or damaged
   * @throws IOException if it cannot be read, whatever its state
   */
  static EncodedExamples open(CommitFolder folder) throws IOException {
    CorpusFiles files = new CorpusFiles(folder);
    ExampleManifest manifest = files.read(ExampleManifest.NAME, ExampleManifest::read);
    ExampleForm form = files.read(FORM, (where, in) -> form(in, manifest));
    for (int i = 0; i < manifest.parts().size(); i++) {
      ExamplePart part = manifest.parts().get(i);
      String name = ExampleManifest.partName(i);
      files.requirePart(name, part.bytes());
      files.requirePart(ExamplePartWriter.ends(name), part.examples() * Long.BYTES);
    }
    return new EncodedExamples(folder.path(), form, manifest);
  }

  private static ExampleForm form(InputStream in, ExampleManifest manifest) throws IOException {
    byte[] form = in.readAllBytes();
    if (!Sha256.of(form).equals(manifest.formSha256())) {
      throw new IOException("it is not the one of the manifest");
    }
    return ExampleFormFile.read(new ByteArrayInputStream(form));
  }

  /** The absolute path of its folder in the cache. */
  public String folder() {
    return folder;
  }

  /** The examples by length, in their order. */
  public LengthBuckets buckets() {
    return buckets;
  }

  /** Steps of the longest input. */
  public int longestInput() {
    return longestInput;
  }

  /** Steps of the longest target. */
  public int longestTarget() {
    return longestTarget;
  }

  /** Of the examples and their meaning; the same wherever the cache or the rows are. */
  public String sha256() {
    return sha256;
  }

  /** What the ids and numbers mean. Known on the driver only. */
  public ExampleForm form() {
    return onDriver(form);
  }

  /** The files of the table as they were listed. Known on the driver only. */
  public List<SourceFile> sources() {
    return onDriver(manifest).inputs();
  }

  /** What was found in the rows. Known on the driver only. */
  public ExampleCounts counts() {
    return onDriver(manifest).counts();
  }

  /**
   * The examples themselves, on the driver or an executor.
   *
   * @throws IOException if the folder cannot be reached
   */
  public EncodedExampleSource open(Configuration configuration) throws IOException {
    return new EncodedExampleSource(CommitFolder.open(folder, configuration), ends, bytes);
  }

  private static <T> T onDriver(T value) {
    if (value == null) {
      throw new IllegalStateException("known on the driver only");
    }
    return value;
  }
}
