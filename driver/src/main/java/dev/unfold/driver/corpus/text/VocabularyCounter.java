package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.TokenCount;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Pass 1 of the encoding: counts the vocabulary of a training text and truncates it on the cluster.
 * The driver holds only the tokens of the vocabulary and one number for every distinct count.
 */
public final class VocabularyCounter {
  private static final String DESCRIPTION = "counting the tokens";
  private static final Comparator<String> CODE_POINT_ORDER =
      (Comparator<String> & Serializable) TokenCount::compareCodePoints;

  private final JavaSparkContext spark;

  public VocabularyCounter(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Returns the vocabulary of a text.
   *
   * @throws CorpusException with the first fault of every split if the text cannot be used
   */
  public Vocabulary count(TextSplits splits, VocabularySettings settings) throws IOException {
    JavaPairRDD<String, Long> tokenCounts = tokens(splits);
    return SparkJobs.run(
        spark,
        DESCRIPTION,
        () -> vocabulary(tokenCounts, settings, splits.document() != Document.NONE));
  }

  /**
   * Returns a vocabulary that is extended by the new tokens of a text.
   *
   * @param settings the settings of the complete vocabulary
   * @throws CorpusException with the first fault of every split if the text cannot be used
   */
  Vocabulary extend(Vocabulary known, TextSplits splits, VocabularySettings settings)
      throws IOException {
    if (settings.size() > 0 && settings.size() <= known.size()) {
      return known;
    }
    int special = known.boundary().isPresent() ? 2 : 1;
    int room = settings.size() == 0 ? 0 : settings.size() - known.size() + special;
    VocabularySettings further = new VocabularySettings(room, settings.minCount());
    JavaPairRDD<String, Long> tokenCounts =
        tokens(splits).filter(count -> known.id(count._1()) == Vocabulary.UNKNOWN_ID);
    return known.extendedBy(
        SparkJobs.run(
            spark,
            DESCRIPTION,
            () -> vocabulary(tokenCounts, further, known.boundary().isPresent())));
  }

  /**
   * Returns the number of occurrences of the most frequent words of a text, from which subwords are
   * learned.
   *
   * @param maxWords the number of words that are kept; among those with equal counts, the first
   * @throws CorpusException with the first fault of every split if the text cannot be used
   */
  Map<String, Long> words(TextSplits splits, int maxWords) throws IOException {
    JavaPairRDD<String, Long> wordCounts = tokens(splits);
    Map<String, Long> words = new HashMap<>();
    SparkJobs.run(spark, DESCRIPTION, () -> mostFrequent(wordCounts, maxWords))
        .forEach(word -> words.put(word.token(), word.count()));
    return words;
  }

  private JavaPairRDD<String, Long> tokens(TextSplits splits) throws IOException {
    return SparkJobs.named(spark, DESCRIPTION, () -> usable(splits));
  }

  private JavaPairRDD<String, Long> usable(TextSplits splits) throws IOException {
    SerializedHadoopConfiguration shipped = splits.configuration();
    JavaPairRDD<TokenOrFault, Long> counts =
        SparkJobs.parts(spark, splits.parts())
            .flatMapToPair(split -> split.countTokens(shipped.open()))
            .reduceByKey(Long::sum);
    JavaRDD<String> faults = counts.keys().filter(TokenOrFault::isFault).map(TokenOrFault::text);
    MessageSummary.sorted(SparkJobs.run(DESCRIPTION, () -> PartitionElements.collect(faults)))
        .requireNone();
    return counts.mapToPair(count -> new Tuple2<>(count._1().text(), count._2()));
  }

  /**
   * Returns the vocabulary of counted tokens.
   *
   * @param counts the counts, with each token once
   */
  public static Vocabulary vocabulary(
      JavaPairRDD<String, Long> counts, VocabularySettings settings, boolean withBoundary) {
    long minCount = settings.minCount();
    JavaPairRDD<String, Long> candidates =
        counts.filter(count -> count._2() >= minCount && !Vocabulary.isSpecial(count._1()));
    long room = Vocabulary.room(settings, withBoundary);
    List<TokenCount> known =
        settings.size() == 0 ? collect(candidates) : mostFrequent(candidates, room);
    return Vocabulary.of(known, settings, withBoundary);
  }

  /**
   * Returns the most frequent tokens; among tokens with equal counts, the first ones fill the
   * remaining room.
   */
  static List<TokenCount> mostFrequent(JavaPairRDD<String, Long> counts, long room) {
    TreeMap<Long, Long> tokensOfCount = new TreeMap<>(Comparator.reverseOrder());
    PartitionElements.collect(
            counts.mapToPair(count -> new Tuple2<>(count._2(), 1L)).reduceByKey(Long::sum))
        .forEach(tokens -> tokensOfCount.put(tokens._1(), tokens._2()));
    long taken = 0;
    for (Map.Entry<Long, Long> entry : tokensOfCount.entrySet()) {
      if (taken + entry.getValue() > room) {
        long full = entry.getKey();
        List<TokenCount> known =
            new ArrayList<>(collect(counts.filter(token -> token._2() > full)));
        known.addAll(firstOfTies(counts.filter(token -> token._2() == full), full, room - taken));
        return known;
      }
      taken += entry.getValue();
    }
    return collect(counts);
  }

  private static List<TokenCount> firstOfTies(
      JavaPairRDD<String, Long> ties, long count, long room) {
    return PartitionElements.collect(
            ties.sortByKey(CODE_POINT_ORDER)
                .keys()
                .zipWithIndex()
                .filter(tie -> tie._2() < room)
                .keys())
        .stream()
        .map(token -> new TokenCount(token, count))
        .toList();
  }

  private static List<TokenCount> collect(JavaPairRDD<String, Long> counts) {
    return PartitionElements.collect(counts).stream()
        .map(count -> new TokenCount(count._1(), count._2()))
        .toList();
  }
}
