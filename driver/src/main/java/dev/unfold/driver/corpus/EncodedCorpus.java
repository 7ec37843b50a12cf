package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.FileEntry;
import dev.unfold.driver.storage.StorageException;
import dev.unfold.worker.sequence.Vocabulary;
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
   * @throws StorageException if it is incomplete or damaged
   */
  static EncodedCorpus open(CommitFolder folder) throws IOException {
    EncodedManifest manifest;
    try (InputStream in = folder.read(EncodedManifest.NAME)) {
      manifest = EncodedManifest.read(folder.pathOf(EncodedManifest.NAME), in);
    }
    Vocabulary vocabulary;
    try (InputStream in = folder.read(VOCABULARY)) {
      vocabulary = Vocabulary.read(in);
    }
    if (!vocabulary.sha256().equals(manifest.vocabularySha256())) {
      throw new StorageException(folder + ": " + VOCABULARY + " is not the one of the manifest");
    }
    if (manifest.width() != EncodingSink.widthOf(vocabulary.size())) {
      throw new StorageException(folder + ": ids of " + manifest.width() + " bytes");
    }
    requireParts(folder, manifest);
    return new EncodedCorpus(folder.path(), vocabulary, manifest);
  }

  private static void requireParts(CommitFolder folder, EncodedManifest manifest)
      throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (FileEntry entry : folder.list()) {
      sizes.put(entry.name(), entry.size());
    }
    for (int i = 0; i < manifest.parts().size(); i++) {
      String name = EncodedManifest.partName(i);
      long expected = PartFile.size(manifest.parts().get(i).tokens() * manifest.width());
      Long found = sizes.get(name);
      if (found == null || found != expected) {
        throw new StorageException(
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

  /** Files without text, which add nothing to the stream. Known on the driver only. */
  public long emptyFiles() {
    return onDriver(manifest).emptyFiles();
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
