package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.CorruptCommitException;
import dev.unfold.driver.storage.FileEntry;
import dev.unfold.worker.sequence.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus as one stream of ids in part files. Small when it travels to executors: the vocabulary
 * and the list of sources stay on the driver.
 */
public final class EncodedCorpus implements Serializable {
  static final String VOCABULARY = "vocabulary.txt";

  private static final long serialVersionUID = 1L;
  private static final int NO_BOUNDARY = -1;

  private final String folder;
  private final int width;
  private final int vocabularySize;
  private final int boundary;
  private final long[] ends;
  private final String sha256;
  private final transient Vocabulary vocabulary;
  private final transient EncodedManifest manifest;

  private EncodedCorpus(String folder, Vocabulary vocabulary, EncodedManifest manifest) {
    this.folder = folder;
    this.vocabulary = vocabulary;
    this.manifest = manifest;
    width = manifest.width();
    vocabularySize = vocabulary.size();
    boundary = vocabulary.boundary().orElse(NO_BOUNDARY);
    ends = manifest.ends();
    sha256 = manifest.contentSha256();
  }

  /**
   * Opens what is in a folder of the cache.
   *
   * @throws CorruptCommitException if it is incomplete or damaged
   * @throws IOException if it cannot be read, whatever its state
   */
  static EncodedCorpus open(CommitFolder folder) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (FileEntry entry : folder.list()) {
      sizes.put(entry.name(), entry.size());
    }
    EncodedManifest manifest = readManifest(folder, sizes);
    Vocabulary vocabulary = readVocabulary(folder, sizes);
    if (!vocabulary.sha256().equals(manifest.vocabularySha256())) {
      throw corrupt(folder.pathOf(VOCABULARY) + " is not the one of the manifest");
    }
    if (manifest.width() != EncodingSink.widthOf(vocabulary.size())) {
      throw corrupt(folder + " has ids of " + manifest.width() + " bytes");
    }
    requireParts(folder, sizes, manifest);
    return new EncodedCorpus(folder.path(), vocabulary, manifest);
  }

  private static EncodedManifest readManifest(CommitFolder folder, Map<String, Long> sizes)
      throws IOException {
    byte[] content = read(folder, EncodedManifest.NAME, sizes);
    try {
      return EncodedManifest.read(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw corrupt(folder.pathOf(EncodedManifest.NAME) + " is damaged: " + e.getMessage());
    }
  }

  private static Vocabulary readVocabulary(CommitFolder folder, Map<String, Long> sizes)
      throws IOException {
    byte[] content = read(folder, VOCABULARY, sizes);
    try {
      return Vocabulary.read(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw corrupt(folder.pathOf(VOCABULARY) + " is damaged: " + e.getMessage());
    }
  }

  /** The whole file: that it cannot be read is one thing, that it makes no sense another. */
  private static byte[] read(CommitFolder folder, String name, Map<String, Long> sizes)
      throws IOException {
    if (!sizes.containsKey(name)) {
      throw corrupt(folder.pathOf(name) + " is missing");
    }
    try (InputStream in = folder.read(name)) {
      return in.readAllBytes();
    }
  }

  private static CorruptCommitException corrupt(String reason) {
    return new CorruptCommitException("the encoded corpus cannot be used: " + reason);
  }

  private static void requireParts(
      CommitFolder folder, Map<String, Long> sizes, EncodedManifest manifest)
      throws CorruptCommitException {
    for (int i = 0; i < manifest.parts().size(); i++) {
      String name = EncodedManifest.partName(i);
      long expected = manifest.parts().get(i).tokens() * manifest.width();
      Long found = sizes.get(name);
      if (found == null || found != expected) {
        throw corrupt(
            folder.pathOf(name)
                + (found == null ? " is missing" : " has " + found + " bytes")
                + ", expected "
                + expected
                + " bytes");
      }
    }
  }

  /** The absolute path of its folder in the cache. */
  public String folder() {
    return folder;
  }

  /** N, boundaries among them. */
  public long tokens() {
    return ends[ends.length - 1];
  }

  /** V. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** The id between documents, if there are documents. */
  public OptionalInt boundary() {
    return boundary == NO_BOUNDARY ? OptionalInt.empty() : OptionalInt.of(boundary);
  }

  /** Of the ids and their meaning; the same wherever the cache or the text is. */
  public String sha256() {
    return sha256;
  }

  /** Known on the driver only. */
  public Vocabulary vocabulary() {
    return onDriver(vocabulary);
  }

  /** The text files as they were listed, known on the driver only. */
  public List<SourceFile> sources() {
    return onDriver(manifest).inputs();
  }

  /** Documents with a token at least; 0 where there are none. Known on the driver only. */
  public long documents() {
    return onDriver(manifest).documents();
  }

  /** Documents without a token, which were left out. Known on the driver only. */
  public long emptyDocuments() {
    return onDriver(manifest).emptyDocuments();
  }

  /** Tokens of the text that the vocabulary does not have. Known on the driver only. */
  public long unknownTokens() {
    return onDriver(manifest).unknownTokens();
  }

  /**
   * The stream itself, on the driver or an executor.
   *
   * @throws IOException if the folder cannot be reached
   */
  public EncodedTokens open(Configuration configuration) throws IOException {
    return new EncodedTokens(CommitFolder.open(folder, configuration), ends, width, vocabularySize);
  }

  private static <T> T onDriver(T value) {
    if (value == null) {
      throw new IllegalStateException("known on the driver only");
    }
    return value;
  }
}
