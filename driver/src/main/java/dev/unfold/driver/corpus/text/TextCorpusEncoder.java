package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.source.TextRange;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.FileEntry;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes text as corpora in a {@link CorpusCache}.
 *
 * <p>With documents, the sequence is {@code B d1 B d2 B … dn B}, where B is the boundary: the input
 * before the first token of a document and the target after its last one.
 */
public final class TextCorpusEncoder {
  /** The size of a split. It is a property of the format and must not depend on the cluster. */
  private static final long SPLIT_BYTES = 64L << 20;

  private static final int MIN_TOKENS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(TextCorpusEncoder.class);

  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final CorpusCache cache;
  private final long splitBytes;

  /**
   * @param cache the folder of the encoded corpora, reachable from every executor
   * @throws IOException if the cache is on a file system that cannot commit
   */
  public TextCorpusEncoder(JavaSparkContext spark, String cache) throws IOException {
    this(spark, cache, SPLIT_BYTES);
  }

  public TextCorpusEncoder(JavaSparkContext spark, String cache, long splitBytes)
      throws IOException {
    this.spark = spark;
    this.splitBytes = splitBytes;
    configuration = spark.hadoopConfiguration();
    this.cache = new CorpusCache(cache, configuration);
  }

  /**
   * Encodes text with its own vocabulary.
   *
   * @param paths the files, folders or globs; {@code settings.train()} or a substitute
   * @throws CorpusException if the text cannot be used
   */
  public EncodedTextCorpus encodeTraining(List<String> paths, CorpusSettings settings)
      throws IOException {
    TextSplits splits = split(paths, settings.unit(), settings.document());
    String tokens =
        "vocabulary " + settings.vocabulary().size() + " " + settings.vocabulary().minCount();
    return cache.openOrBuild(
        key(splits, tokens),
        EncodedTextCorpus::open,
        folder -> build(folder, splits, () -> count(paths, splits, settings)));
  }

  /**
   * Encodes text with a vocabulary that it may extend: new tokens follow the known ones.
   *
   * @param settings the settings of the text and of the complete vocabulary
   * @throws CorpusException if the text cannot be used
   */
  public EncodedTextCorpus encodeExtending(Vocabulary known, CorpusSettings settings)
      throws IOException {
    requireBoundary(known, settings.document());
    TextSplits splits = split(settings.train(), settings.unit(), settings.document());
    VocabularySettings complete = settings.vocabulary();
    String tokens =
        "extends "
            + VocabularyFile.sha256(known)
            + " "
            + complete.size()
            + " "
            + complete.minCount();
    return cache.openOrBuild(
        key(splits, tokens),
        EncodedTextCorpus::open,
        folder -> build(folder, splits, () -> counter(splits).extend(known, splits, complete)));
  }

  /**
   * Returns the vocabulary of all tokens of a small text, such as a held-out one.
   *
   * @throws CorpusException if the text cannot be used
   */
  public Vocabulary vocabularyOf(List<String> paths, Unit unit, Document document)
      throws IOException {
    TextSplits splits = split(paths, unit, document);
    return counter(splits).count(splits, new VocabularySettings(0, 1));
  }

  private VocabularyCounter counter(TextSplits splits) {
    LOG.info("counting the tokens of {}", FileCount.described(splits.files()));
    return new VocabularyCounter(spark);
  }

  private Vocabulary count(List<String> paths, TextSplits splits, CorpusSettings settings)
      throws IOException {
    Vocabulary vocabulary = counter(splits).count(splits, settings.vocabulary());
    int known = vocabulary.size() - (vocabulary.boundary().isPresent() ? 2 : 1);
    if (known < MIN_TOKENS) {
      throw new CorpusException(
          "the training text "
              + paths
              + " gives a vocabulary of "
              + known
              + " tokens, expected at least "
              + MIN_TOKENS
              + "; corpus.vocabulary.size is "
              + settings.vocabulary().size()
              + ", min-count "
              + settings.vocabulary().minCount());
    }
    return vocabulary;
  }

  /**
   * Encodes text with a given vocabulary.
   *
   * @throws CorpusException if the text cannot be used
   * @throws IllegalArgumentException if the vocabulary has a boundary and there are no documents,
   *     or the other way round
   */
  public EncodedTextCorpus encode(
      List<String> paths, Unit unit, Document document, Vocabulary vocabulary) throws IOException {
    requireBoundary(vocabulary, document);
    TextSplits splits = split(paths, unit, document);
    return cache.openOrBuild(
        key(splits, "given " + VocabularyFile.sha256(vocabulary)),
        EncodedTextCorpus::open,
        folder -> build(folder, splits, () -> vocabulary));
  }

  private static void requireBoundary(Vocabulary vocabulary, Document document) {
    if (vocabulary.boundary().isPresent() != (document != Document.NONE)) {
      throw new IllegalArgumentException(
          "documents are "
              + document
              + ", but the vocabulary was made "
              + (vocabulary.boundary().isPresent() ? "with" : "without")
              + " documents");
    }
  }

  /**
   * Rejects, without Spark, text that a listing shows to be unusable.
   *
   * @param paths the files, folders or globs
   * @throws CorpusException if a path matches no file, or all files are empty
   */
  public static void requireText(List<String> paths, Configuration configuration)
      throws IOException {
    list(paths, configuration);
  }

  private static List<SourceFile> list(List<String> paths, Configuration configuration)
      throws IOException {
    List<SourceFile> files = SourceFiles.list(paths, configuration);
    if (files.stream().allMatch(file -> file.size() == 0)) {
      throw new CorpusException("all text files are empty: " + paths);
    }
    return files;
  }

  private TextSplits split(List<String> paths, Unit unit, Document document) throws IOException {
    return new TextSplits(
        TextRange.cut(list(paths, configuration), splitBytes),
        unit,
        document,
        SerializedHadoopConfiguration.of(configuration));
  }

  private String key(TextSplits splits, String vocabulary) {
    StringBuilder inputs = new StringBuilder();
    inputs.append(EncodedTextManifest.FORMAT_VERSION).append(' ').append(splitBytes).append('\n');
    inputs.append(splits.unit()).append(' ').append(splits.document()).append('\n');
    inputs.append(vocabulary).append('\n');
    for (SourceFile file : splits.files()) {
      inputs.append(file.size()).append(' ').append(file.modified()).append(' ');
      inputs.append(file.path()).append('\n');
    }
    return CorpusCache.key(inputs.toString());
  }

  /**
   * @param vocabularies the source of the vocabulary, used once the cache is known to be writable
   */
  private void build(CommitFolder folder, TextSplits splits, VocabularySource vocabularies)
      throws IOException {
    long started = System.nanoTime();
    long bytes = splits.files().stream().mapToLong(SourceFile::size).sum();
    String described = FileCount.described(splits.files());
    Vocabulary vocabulary = vocabularies.get();
    LOG.info("encoding {}, {} bytes", described, bytes);
    List<EncodedTextPart> parts = encodeParts(folder, splits, vocabulary);
    EncodedTextManifest manifest = EncodedTextManifest.of(splits, vocabulary, parts);
    if (manifest.tokens() < MIN_TOKENS) {
      throw new CorpusException(
          "the text "
              + splits.files().stream().map(SourceFile::path).toList()
              + " has "
              + manifest.tokens()
              + " tokens, expected at least "
              + MIN_TOKENS);
    }
    try (OutputStream out = folder.create(EncodedTextCorpus.VOCABULARY)) {
      VocabularyFile.write(vocabulary, out);
    }
    try (OutputStream out = folder.create(EncodedTextManifest.NAME)) {
      manifest.writeTo(out);
    }
    LOG.info(
        "encoded {} tokens in {} s",
        manifest.tokens(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds());
  }

  private List<EncodedTextPart> encodeParts(
      CommitFolder folder, TextSplits splits, Vocabulary vocabulary) throws IOException {
    List<TextPartEncoder.Written> written =
        new TextPartEncoder(spark).encode(folder.path(), splits, vocabulary);
    for (int i = 0; i < written.size(); i++) {
      folder.publish(written.get(i).name(), EncodedTextManifest.partName(i));
    }
    for (FileEntry entry : folder.list()) {
      if (TextPartEncoder.isTemporary(entry.name())) {
        folder.delete(entry.name());
      }
    }
    return written.stream().map(TextPartEncoder.Written::part).toList();
  }

  private interface VocabularySource {
    Vocabulary get() throws IOException;
  }
}
