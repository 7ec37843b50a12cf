package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.CorpusFiles;
import dev.unfold.driver.corpus.PartIndex;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A corpus of text or audio as one sequence of token ids in part files. Its serialized form for
 * executors is small: the vocabulary and the list of sources stay on the driver.
 */
public final class EncodedTextCorpus implements Serializable {
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
   * Opens the corpus in a folder of the cache.
   *
   * @throws CorruptCommitException if it is incomplete or damaged
   * @throws IOException if it cannot be read
   */
  public static EncodedTextCorpus open(CommitFolder folder) throws IOException {
    CorpusFiles files = new CorpusFiles(folder);
    EncodedTextManifest manifest = files.read(EncodedTextManifest.NAME, EncodedTextManifest::read);
    String name = VocabularyFile.nameFor(manifest.unit());
    boolean withBoundary = manifest.document() != Document.NONE;
    Vocabulary vocabulary =
        files.read(name, (where, in) -> VocabularyFile.read(manifest.unit(), withBoundary, in));
    files.require(
        VocabularyFile.sha256(vocabulary).equals(manifest.vocabularySha256()),
        name + " is not the one of the manifest");
    files.require(
        manifest.width() == EncodingSink.widthOf(vocabulary.size()),
        "ids of " + manifest.width() + " bytes");
    for (int i = 0; i < manifest.parts().size(); i++) {
      files.requirePart(
          EncodedTextManifest.partName(i), manifest.parts().get(i).tokens() * manifest.width());
    }
    return new EncodedTextCorpus(folder.path(), vocabulary, manifest);
  }

  /** Returns the absolute path of its folder in the cache. */
  public String folder() {
    return folder;
  }

  /** Returns the number of tokens, including boundaries. */
  public long tokens() {
    return ends.length();
  }

  /** Returns the size of the vocabulary, V. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** Returns the id of the boundary between documents, if there are documents. */
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

  /** Returns the vocabulary; available on the driver only. */
  public Vocabulary vocabulary() {
    return onDriver(vocabulary);
  }

  /** Returns the text files as they were listed; available on the driver only. */
  public List<SourceFile> sources() {
    return onDriver(manifest).inputs();
  }

  /**
   * Returns the number of documents with at least one token; 0 without documents. Available on the
   * driver only.
   */
  public long documents() {
    return onDriver(manifest).documents();
  }

  /**
   * Returns the number of documents without a token, which were skipped; available on the driver
   * only.
   */
  public long emptyDocuments() {
    return onDriver(manifest).emptyDocuments();
  }

  /**
   * Returns the number of files without text, which add no tokens; available on the driver only.
   */
  public long emptyFiles() {
    return onDriver(manifest).emptyFiles();
  }

  /**
   * Returns the number of samples of audio per second; 0 for text. Available on the driver only.
   */
  public int sampleRate() {
    return onDriver(manifest).sampleRate();
  }

  /** Returns the number of tokens without boundaries; available on the driver only. */
  public long tokensOfDocuments() {
    return tokens() - (boundary == NO_BOUNDARY ? 0 : documents() + 1);
  }

  /** Returns the duration of audio in seconds; available on the driver only. */
  public double seconds() {
    return (double) tokensOfDocuments() / sampleRate();
  }

  /** Returns the hashes of the ids of its parts; files with the same text have the same hash. */
  public Set<String> partHashes() {
    return manifest.parts().stream()
        .filter(part -> part.tokens() > 0)
        .map(EncodedTextPart::sha256)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the number of tokens that are not in the vocabulary; available on the driver only. */
  public long unknownTokens() {
    return onDriver(manifest).unknownTokens();
  }

  /** Returns the size of its text; none for audio. Available on the driver only. */
  public TextSize textSize() {
    return onDriver(manifest).size();
  }

  /**
   * Opens the tokens, on the driver or an executor.
   *
   * @throws IOException if the folder cannot be reached
   */
  public EncodedTokenSource open(Configuration configuration) throws IOException {
    return new EncodedTokenSource(
        CommitFolder.open(folder, configuration), ends, width, vocabularySize);
  }

  private static <T> T onDriver(T value) {
    if (value == null) {
      throw new IllegalStateException("available on the driver only");
    }
    return value;
  }
}
