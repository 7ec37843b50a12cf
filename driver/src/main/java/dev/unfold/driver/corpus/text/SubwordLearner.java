package dev.unfold.driver.corpus.text;

import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.sequence.subword.TokenizerFileReader;
import dev.unfold.worker.sequence.subword.TokenizerFormatException;
import dev.unfold.worker.sequence.subword.UnigramLearner;
import dev.unfold.worker.settings.corpus.TokenizerSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subwords of a text or of a column of a table: those of a file, or learned on the driver from
 * the exact counts of words.
 *
 * @param tokenizer the settings of all subwords of a corpus
 */
public record SubwordLearner(TokenizerSettings tokenizer) {
  /** The number of different words from which subwords are learned, the most frequent ones. */
  static final int MAX_WORDS = 2_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(SubwordLearner.class);

  /** Returns what determines the learned subwords besides the words and the limits. */
  public String key() {
    String version =
        switch (tokenizer.kind()) {
          case BPE -> "";
          case UNIGRAM -> " " + UnigramLearner.VERSION;
        };
    return SettingKeys.of(tokenizer.kind()) + version;
  }

  /**
   * Returns what determines the subwords of the columns of a table besides the rows and the limits.
   *
   * @throws IOException if the file of the settings cannot be read
   */
  public String key(Configuration hadoop) throws IOException {
    return tokenizer.isGiven() ? "given " + VocabularyFile.sha256(read(hadoop, false)) : key();
  }

  /**
   * Reads the file of the settings.
   *
   * @throws CorpusException if it is damaged or has a part that is not supported
   */
  public Vocabulary read(Configuration hadoop, boolean withBoundary) throws IOException {
    SingleFile file = SingleFile.open(tokenizer.file(), hadoop);
    try (InputStream in = file.stream()) {
      SubwordModel subwords = TokenizerFileReader.read(in);
      LOG.info("{} has {} subwords", file.path(), subwords.size());
      return Vocabulary.of(subwords, withBoundary);
    } catch (TokenizerFormatException e) {
      throw new CorpusException(
          TokenizerSettings.SECTION + ".file: " + file.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Learns from the counts of words that subwords do not cross.
   *
   * @param counts the counts, with each word once
   */
  public Vocabulary learn(
      JavaPairRDD<String, Long> counts, VocabularySettings limits, boolean withBoundary) {
    Map<String, Long> words = new HashMap<>();
    VocabularyCounter.mostFrequent(counts, MAX_WORDS)
        .forEach(word -> words.put(word.token(), word.count()));
    return learn(words, limits, withBoundary);
  }

  /** Learns from the counts of words that subwords do not cross. */
  Vocabulary learn(Map<String, Long> words, VocabularySettings limits, boolean withBoundary) {
    long started = System.nanoTime();
    int room = (int) Vocabulary.room(limits, withBoundary);
    SubwordModel subwords =
        switch (tokenizer.kind()) {
          case BPE -> BytePairLearner.learn(words, room, limits.minCount());
          case UNIGRAM -> UnigramLearner.learn(words, room, limits.minCount());
        };
    LOG.info(
        "learned {} subwords from {} different words in {} s",
        subwords.size(),
        words.size(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds());
    return Vocabulary.of(subwords, withBoundary);
  }
}
