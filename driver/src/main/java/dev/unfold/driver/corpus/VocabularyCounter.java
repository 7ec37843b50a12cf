package dev.unfold.driver.corpus;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.TokenCount;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings.Document;
import dev.unfold.worker.settings.VocabularySettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Pass 1: the vocabulary of a training text, counted and cut to size on the cluster. The driver
 * holds no more tokens than the vocabulary has, and one number for every different count.
 */
public final class VocabularyCounter {
  private static final String DESCRIPTION = "counting the tokens";
  private static final Comparator<String> CODE_POINT_ORDER =
      (Comparator<String> & Serializable) TokenCount::compareCodePoints;

  private final JavaSparkContext spark;

  VocabularyCounter(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * The vocabulary of a text.
   *
   * @throws CorpusException with every split's first complaint, if the text cannot be used
   */
  Vocabulary count(TextSplits splits, VocabularySettings settings) throws IOException {
    JavaPairRDD<String, Long> found = tokens(splits);
    return SparkJobs.run(
        spark, DESCRIPTION, () -> vocabulary(found, settings, splits.document() != Document.NONE));
  }

  /**
   * A vocabulary, and the tokens of a text that it does not have.
   *
   * @param settings of the whole
   * @throws CorpusException with every split's first complaint, if the text cannot be used
   */
  Vocabulary extend(Vocabulary known, TextSplits splits, VocabularySettings settings)
      throws IOException {
    if (settings.size() > 0 && settings.size() <= known.size()) {
      return known;
    }
    int special = known.boundary().isPresent() ? 2 : 1;
    int room = settings.size() == 0 ? 0 : settings.size() - known.size() + special;
    VocabularySettings further = new VocabularySettings(room, settings.minCount());
    JavaPairRDD<String, Long> found =
        tokens(splits).filter(each -> known.id(each._1()) == Vocabulary.UNKNOWN_ID);
    return known.extendedBy(
        SparkJobs.run(
            spark, DESCRIPTION, () -> vocabulary(found, further, known.boundary().isPresent())));
  }

  private JavaPairRDD<String, Long> tokens(TextSplits splits) throws IOException {
    return SparkJobs.named(spark, DESCRIPTION, () -> usable(splits));
  }

  private JavaPairRDD<String, Long> usable(TextSplits splits) throws IOException {
    JavaPairRDD<TokenOrFault, Long> counts =
        SparkJobs.parts(spark, indices(splits))
            .flatMapToPair(splits::countTokens)
            .reduceByKey(Long::sum);
    JavaRDD<String> faults = counts.keys().filter(TokenOrFault::isFault).map(TokenOrFault::text);
    FaultSummary.sorted(SparkJobs.run(DESCRIPTION, faults::collect)).requireNone();
    return counts.mapToPair(count -> new Tuple2<>(count._1().text(), count._2()));
  }

  /**
   * The vocabulary of counted tokens.
   *
   * @param counts each token once
   */
  public static Vocabulary vocabulary(
      JavaPairRDD<String, Long> counts, VocabularySettings settings, boolean withBoundary) {
    long minCount = settings.minCount();
    JavaPairRDD<String, Long> candidates =
        counts.filter(each -> each._2() >= minCount && !Vocabulary.isSpecial(each._1()));
    long room = Vocabulary.room(settings, withBoundary);
    List<TokenCount> known =
        settings.size() == 0 ? collect(candidates) : mostFrequent(candidates, room);
    return Vocabulary.of(known, settings, withBoundary);
  }

  static List<Integer> indices(TextSplits splits) {
    return IntStream.range(0, splits.count()).boxed().toList();
  }

  /** The tokens above the count where the vocabulary is full, and the first of those that tie. */
  private static List<TokenCount> mostFrequent(JavaPairRDD<String, Long> counts, long room) {
    TreeMap<Long, Long> tokensOfCount = new TreeMap<>(Comparator.reverseOrder());
    tokensOfCount.putAll(
        counts
            .mapToPair(each -> new Tuple2<>(each._2(), 1L))
            .reduceByKey(Long::sum)
            .collectAsMap());
    long taken = 0;
    for (Map.Entry<Long, Long> each : tokensOfCount.entrySet()) {
      if (taken + each.getValue() > room) {
        long full = each.getKey();
        List<TokenCount> known =
            new ArrayList<>(collect(counts.filter(token -> token._2() > full)));
        known.addAll(firstOfTies(counts.filter(token -> token._2() == full), full, room - taken));
        return known;
      }
      taken += each.getValue();
    }
    return collect(counts);
  }

  private static List<TokenCount> firstOfTies(
      JavaPairRDD<String, Long> ties, long count, long room) {
    return ties
        .sortByKey(CODE_POINT_ORDER)
        .keys()
        .zipWithIndex()
        .filter(each -> each._2() < room)
        .keys()
        .collect()
        .stream()
        .map(token -> new TokenCount(token, count))
        .toList();
  }

  private static List<TokenCount> collect(JavaPairRDD<String, Long> counts) {
    return counts.collect().stream().map(each -> new TokenCount(each._1(), each._2())).toList();
  }
}
