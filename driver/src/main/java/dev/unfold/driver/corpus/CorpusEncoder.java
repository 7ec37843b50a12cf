package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.AlreadyCommittedException;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.CorruptCommitException;
import dev.unfold.driver.storage.FileEntry;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.driver.storage.SharedTemporaries;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.CorpusSettings.Document;
import dev.unfold.worker.settings.CorpusSettings.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns text into encoded corpora, each in a write-once folder of the cache whose name is a key of
 * its inputs: reused while they are unchanged, built when they are new.
 *
 * <p>With documents the stream is {@code B d1 B d2 B … dn B}, B being the boundary: it is the input
 * before a document's first token and the target after its last.
 */
public final class CorpusEncoder {
  /** A property of the format: it must not depend on the cluster. */
  private static final long SPLIT_BYTES = 64L << 20;

  private static final int KEY_DIGITS = 32;
  private static final int FEWEST_TOKENS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(CorpusEncoder.class);

  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final CommitFolder cache;
  private final SharedTemporaries temporaries;
  private final long splitBytes;

  /**
   * @param cache folder of the encoded corpora, reachable from every executor
   * @throws IOException if the cache is on a file system that cannot commit
   */
  public CorpusEncoder(JavaSparkContext spark, String cache) throws IOException {
    this(spark, cache, SPLIT_BYTES);
  }

  CorpusEncoder(JavaSparkContext spark, String cache, long splitBytes) throws IOException {
    this.spark = spark;
    this.splitBytes = splitBytes;
    configuration = spark.hadoopConfiguration();
    this.cache = CommitFolder.open(cache, configuration);
    temporaries = new SharedTemporaries(this.cache);
  }

  /**
   * Encodes text with the vocabulary that it gives itself.
   *
   * @param paths files, folders or globs; {@code settings.train()} or what takes its place
   * @throws CorpusException if the text cannot be used
   */
  public EncodedCorpus encodeTraining(List<String> paths, CorpusSettings settings)
      throws IOException {
    TextSplits splits = split(paths, settings.unit(), settings.document());
    String tokens =
        "vocabulary " + settings.vocabulary().size() + " " + settings.vocabulary().minCount();
    String key = key(splits, tokens);
    Optional<EncodedCorpus> cached = find(key);
    if (cached.isPresent()) {
      return cached.get();
    }
    return build(key, splits, () -> count(paths, splits, settings));
  }

  private Vocabulary count(List<String> paths, TextSplits splits, CorpusSettings settings)
      throws IOException {
    Vocabulary vocabulary =
        unwrapped(() -> new VocabularyCounter(spark).count(splits, settings.vocabulary()));
    int known = vocabulary.size() - (vocabulary.boundary().isPresent() ? 2 : 1);
    if (known < FEWEST_TOKENS) {
      throw new CorpusException(
          "the training text "
              + paths
              + " gives a vocabulary of "
              + known
              + " tokens, expected "
              + FEWEST_TOKENS
              + " at least; corpus.vocabulary.size is "
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
  public EncodedCorpus encode(
      List<String> paths, Unit unit, Document document, Vocabulary vocabulary) throws IOException {
    if (vocabulary.boundary().isPresent() != (document != Document.NONE)) {
      throw new IllegalArgumentException(
          "documents are "
              + document
              + ", but the vocabulary was made "
              + (vocabulary.boundary().isPresent() ? "with" : "without")
              + " documents");
    }
    TextSplits splits = split(paths, unit, document);
    String key = key(splits, "given " + vocabulary.sha256());
    Optional<EncodedCorpus> cached = find(key);
    return cached.isPresent() ? cached.get() : build(key, splits, () -> vocabulary);
  }

  /**
   * Refuses, without Spark, what cannot be encoded for reasons that a listing shows.
   *
   * @param paths files, folders or globs
   * @throws CorpusException if a path leads to no file, or all files are empty
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
        ShippedConfiguration.of(configuration));
  }

  private String key(TextSplits splits, String vocabulary) {
    StringBuilder inputs = new StringBuilder();
    inputs.append(EncodedManifest.FORMAT_VERSION).append(' ').append(splitBytes).append('\n');
    inputs.append(splits.unit()).append(' ').append(splits.document()).append('\n');
    inputs.append(vocabulary).append('\n');
    for (SourceFile file : splits.files()) {
      inputs.append(file.size()).append(' ').append(file.modified()).append(' ');
      inputs.append(file.path()).append('\n');
    }
    return Sha256.of(inputs.toString()).substring(0, KEY_DIGITS);
  }

  /** What is there under the key, once what dead processes left in the cache is gone. */
  private Optional<EncodedCorpus> find(String key) throws IOException {
    temporaries.sweep();
    if (!cache.exists(key)) {
      return Optional.empty();
    }
    try {
      EncodedCorpus corpus = EncodedCorpus.open(cache.child(key));
      LOG.info("the encoded corpus {} is there: {} tokens", corpus.folder(), corpus.tokens());
      return Optional.of(corpus);
    } catch (CorruptCommitException e) {
      LOG.warn("encoding again: {}", e.getMessage());
      cache.delete(key);
      return Optional.empty();
    }
  }

  /**
   * @param vocabularies gives the vocabulary, once the cache is known to be writable
   */
  private EncodedCorpus build(String key, TextSplits splits, Job<Vocabulary> vocabularies)
      throws IOException {
    long started = System.nanoTime();
    long bytes = splits.files().stream().mapToLong(SourceFile::size).sum();
    LOG.info("encoding {} bytes of text in {} splits", bytes, splits.count());
    String temporary = temporaries.make();
    CommitFolder folder = cache.child(temporary);
    try {
      Vocabulary vocabulary = vocabularies.run();
      List<EncodedPart> parts = unwrapped(() -> encodeParts(folder, splits, vocabulary));
      EncodedManifest manifest = EncodedManifest.of(splits, vocabulary, parts);
      if (manifest.tokens() < FEWEST_TOKENS) {
        throw new CorpusException(
            "the text "
                + splits.files().stream().map(SourceFile::path).toList()
                + " has "
                + manifest.tokens()
                + " tokens, expected "
                + FEWEST_TOKENS
                + " at least");
      }
      try (OutputStream out = folder.create(EncodedCorpus.VOCABULARY)) {
        vocabulary.writeTo(out);
      }
      try (OutputStream out = folder.create(EncodedManifest.NAME)) {
        manifest.writeTo(out);
      }
      publish(temporary, key);
      LOG.info(
          "encoded {} tokens in {} s",
          manifest.tokens(),
          Duration.ofNanos(System.nanoTime() - started).toSeconds());
    } finally {
      cache.discard(temporary);
    }
    return EncodedCorpus.open(cache.child(key));
  }

  private void publish(String temporary, String key) throws IOException {
    try {
      temporaries.publish(temporary, key);
    } catch (AlreadyCommittedException e) {
      LOG.info("another process encoded {} first", cache.pathOf(key));
    }
  }

  private List<EncodedPart> encodeParts(
      CommitFolder folder, TextSplits splits, Vocabulary vocabulary) throws IOException {
    List<PartEncoder.Written> written =
        new PartEncoder(spark).encode(folder.path(), splits, vocabulary);
    for (int i = 0; i < written.size(); i++) {
      folder.publish(written.get(i).name(), EncodedManifest.partName(i));
    }
    for (FileEntry entry : folder.list()) {
      if (PartEncoder.isTemporary(entry.name())) {
        folder.delete(entry.name());
      }
    }
    return written.stream().map(PartEncoder.Written::part).toList();
  }

  private interface Job<T> {
    T run() throws IOException;
  }

  /** What a task says about the text, without what Spark says about the task. */
  private static <T> T unwrapped(Job<T> job) throws IOException {
    try {
      return job.run();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CorpusException found) {
          throw new CorpusException(found.getMessage(), e);
        }
      }
      if (e instanceof SparkException) {
        throw new IOException("encoding the corpus failed: " + e.getMessage(), e);
      }
      throw e;
    }
  }
}
