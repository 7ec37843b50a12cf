package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes text as corpora in a {@link dev.unfold.driver.corpus.CorpusCache}.
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
  private final EncodedCorpusBuilder corpora;
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
    corpora = new EncodedCorpusBuilder(spark, cache);
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
    if (settings.unit() == Unit.SUBWORD) {
      return encodeSubwords(splits, settings);
    }
    String tokens =
        "vocabulary " + settings.vocabulary().size() + " " + settings.vocabulary().minCount();
    return openOrBuild(splits, tokens, () -> count(paths, splits, settings));
  }

  private EncodedTextCorpus encodeSubwords(TextSplits splits, CorpusSettings settings)
      throws IOException {
    SubwordVocabulary subwords = new SubwordVocabulary(spark, settings);
    if (settings.tokenizer().isGiven()) {
      Vocabulary given = subwords.read(configuration);
      return openOrBuild(splits, given(given), () -> given);
    }
    return openOrBuild(splits, subwords.key(), () -> subwords.learn(splits));
  }

  private static String given(Vocabulary vocabulary) {
    return "given " + VocabularyFile.sha256(vocabulary);
  }

  /**
   * Encodes text with a vocabulary that it may extend: new tokens follow the known ones. Subwords,
   * of which every text consists, are not extended.
   *
   * @param settings the settings of the text and of the complete vocabulary
   * @throws CorpusException if the text cannot be used
   */
  public EncodedTextCorpus encodeExtending(Vocabulary known, CorpusSettings settings)
      throws IOException {
    if (known.subwords().isPresent()) {
      new SubwordVocabulary(spark, settings).requireOf(known, configuration);
      return encode(settings.train(), settings.unit(), settings.document(), known);
    }
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
    return openOrBuild(splits, tokens, () -> counter(splits).extend(known, splits, complete));
  }

  /**
   * Returns the vocabulary of all tokens of a small text, such as a held-out one.
   *
   * @throws CorpusException if the text cannot be used
   */
  public Vocabulary vocabularyOf(List<String> paths, Unit unit, Document document)
      throws IOException {
    TextSplits splits = split(paths, unit, document);
    return counter(splits).count(splits, VocabularySettings.all());
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
    return openOrBuild(splits, given(vocabulary), () -> vocabulary);
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

  private EncodedTextCorpus openOrBuild(
      TextSplits splits, String tokens, SparkJobs.Work<Vocabulary> vocabulary) throws IOException {
    String inputs = splitBytes + "\n" + splits.unit() + " " + splits.document() + "\n" + tokens;
    return corpora.openOrBuild(splits.files(), inputs, new TextContent(splits, vocabulary));
  }

  private record TextContent(TextSplits splits, SparkJobs.Work<Vocabulary> source)
      implements EncodedCorpusBuilder.Content {
    @Override
    public Vocabulary vocabulary() throws IOException {
      return source.run();
    }
  }
}
