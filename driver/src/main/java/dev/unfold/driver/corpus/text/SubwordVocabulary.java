package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.TokenizerSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subwords of a text corpus: those of a file, or learned from the training text. The words of
 * the text are counted exactly on the cluster; the driver learns from the counts.
 */
final class SubwordVocabulary {
  private static final Logger LOG = LoggerFactory.getLogger(SubwordVocabulary.class);

  private final JavaSparkContext spark;
  private final SubwordLearner learner;
  private final VocabularySettings limits;
  private final boolean withBoundary;

  SubwordVocabulary(JavaSparkContext spark, CorpusSettings settings) {
    this.spark = spark;
    learner = new SubwordLearner(settings.tokenizer());
    limits = settings.vocabulary();
    withBoundary = settings.document() != Document.NONE;
  }

  /** Returns what determines the learned subwords besides the text. */
  String key() {
    return learner.key() + " " + limits.size() + " " + limits.minCount();
  }

  /**
   * Reads the file of the settings.
   *
   * @throws CorpusException if it is damaged or has a part that is not supported
   */
  Vocabulary read(Configuration hadoop) throws IOException {
    return learner.read(hadoop, withBoundary);
  }

  /**
   * Requires that the file of the settings, if there is one, has the subwords of a model.
   *
   * @throws CorpusException if it has others
   */
  void requireOf(Vocabulary known, Configuration hadoop) throws IOException {
    TokenizerSettings tokenizer = learner.tokenizer();
    if (tokenizer.isGiven() && !read(hadoop).equals(known)) {
      throw new CorpusException(
          ErrorKind.USAGE,
          TokenizerSettings.SECTION
              + ".file: expected the subwords of the model of training.parent, which training"
              + " continues with, found others in "
              + tokenizer.file()
              + "; leave it out");
    }
  }

  /**
   * Learns the subwords of a text.
   *
   * @throws CorpusException if the text cannot be used
   */
  Vocabulary learn(TextSplits splits) throws IOException {
    LOG.info("counting the words of {}", FileCount.described(splits.files()));
    Map<String, Long> words = new VocabularyCounter(spark).words(splits, SubwordLearner.MAX_WORDS);
    return learner.learn(words, limits, withBoundary);
  }
}
