package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.CorruptCommitException;
import dev.unfold.worker.sequence.Vocabulary;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus as one stream of ids in part files. Small when it travels to executors: the vocabulary
 * and the list of sources stay on the driver.
 */
public final class EncodedTextCorpus implements Serializable {
  static final String VOCABULARY = "vocabulary.txt";

  private static final long serialVersionUID = 1L;
  private static final int NO_BOUNDARY = -1;

  private final String folder;
  private final int width;
  private final int vocabularySize;
  private final int boundary;
  private final PartIndex ends;
  private final String sha256;
  private final transient Vocabulary vocabulary;
  private final transient EncodedTextManifest manifest;

  private EncodedTextCorpus(String folder, Vocabulary vocabulary, EncodedTextManifest manifest) {
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
  static EncodedTextCorpus open(CommitFolder folder) throws IOException {
    CorpusFiles files = new CorpusFiles(folder);
    EncodedTextManifest manifest = files.read(EncodedTextManifest.NAME, EncodedTextManifest::read);
    Vocabulary vocabulary = files.read(VOCABULARY, (where, in) -> Vocabulary.read(in));
    files.require(
        vocabulary.sha256().equals(manifest.vocabularySha256()),
        VOCABULARY + " is not the one of the manifest");
    files.require(
        manifest.width() == EncodingSink.widthOf(vocabulary.size()),
        "ids of " + manifest.width() + " bytes");
    for (int i = 0; i < manifest.parts().size(); i++) {
      files.requirePart(
          EncodedTextManifest.partName(i), manifest.parts().get(i).tokens() * manifest.width());
    }
    return new EncodedTextCorpus(folder.path(), vocabulary, manifest);
  }

  /** The absolute path of its folder in the cache. */
  public String folder() {
    return folder;
  }

  /** N, boundaries among them. */
  public long tokens() {
    return ends.length();
  }

  /** V. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** The id between documents, if there are documents. */
  public OptionalInt boundary() {
    return boundary == NO_BOUNDARY ? OptionalInt.empty() : OptionalInt.of(boundary);
  }

  /**
   * Returns the hash of the ids and the vocabulary, which does not depend on the location of the
   * cache or the text.
   */
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

  /** Files without text, which add nothing to the stream. Known on the driver only. */
  public long emptyFiles() {
    return onDriver(manifest).emptyFiles();
  }

  /** Hashes of the ids of its parts; files with the same text have the same. */
  public Set<String> partHashes() {
    return manifest.parts().stream()
        .filter(part -> part.tokens() > 0)
        .map(EncodedTextPart::sha256)
        .collect(Collectors.toUnmodifiableSet());
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
  public EncodedTokenSource open(Configuration configuration) throws IOException {
    return new EncodedTokenSource(
        CommitFolder.open(folder, configuration), ends, width, vocabularySize);
  }

  private static <T> T onDriver(T value) {
    if (value == null) {
      throw new IllegalStateException("known on the driver only");
    }
    return value;
  }
}
