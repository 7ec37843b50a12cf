package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.ExampleFieldKinds;
import dev.unfold.driver.corpus.row.FieldText;
import dev.unfold.driver.corpus.row.FieldText.Source;
import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.row.RawField;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.text.VocabularyCounter;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Pass 1 of the encoding: infers the schema of the fields from all training rows on the cluster.
 */
final class SchemaInference {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaInference.class);

  private final CorpusSettings settings;
  private final JavaRDD<RawExample> rows;

  /** The number of occurrences of each text of a field. */
  private final JavaPairRDD<FieldText, Long> counts;

  SchemaInference(CorpusSettings settings, JavaRDD<RawExample> rows) {
    this.settings = settings;
    this.rows = rows;
    boolean withCharacters = settings.input().characters();
    counts = rows.flatMapToPair(row -> texts(row, withCharacters)).reduceByKey(Long::sum);
  }

  ExampleSchema infer() throws CorpusException {
    if (rows.getNumPartitions() == 0) {
      throw noRows(settings);
    }
    FieldSchema input = input(settings.input());
    FieldSchema target =
        settings.target().kind() == TargetSettings.Kind.NEXT ? input : target(settings.target());
    FieldSchema characters =
        settings.input().characters()
            ? tokens(Source.CHARACTER, VocabularySettings.all(), false)
            : new FieldSchema.None();
    return new ExampleSchema(input, target, characters);
  }

  private FieldSchema input(InputSettings input) throws CorpusException {
    return switch (input.kind()) {
      case WORDS, CHARACTERS, BAG -> tokens(Source.INPUT, settings.vocabulary(), false);
      case LABEL -> labels(Source.INPUT);
      case FRAMES, VECTOR ->
          input.normalise() ? scaled(RawExample::input) : unscaled(RawExample::input);
      case SETS -> new FieldSchema.Sets(input.width());
    };
  }

  private FieldSchema target(TargetSettings target) throws CorpusException {
    return switch (target.kind()) {
      case WORDS, CHARACTERS -> tokens(Source.TARGET, settings.vocabulary(), true);
      case LABEL, TAGS -> labels(Source.TARGET);
      case FRAMES, VECTOR -> unscaled(RawExample::target);
      case SETS -> new FieldSchema.Sets(target.width());
      case NONE, NEXT -> new FieldSchema.None();
    };
  }

  private FieldSchema tokens(Source field, VocabularySettings vocabulary, boolean withBoundary)
      throws CorpusException {
    Vocabulary known = VocabularyCounter.vocabulary(countsOf(field), vocabulary, withBoundary);
    if (known.size() == (withBoundary ? 2 : 1)) {
      if (rows.isEmpty()) {
        throw noRows(settings);
      }
      throw new CorpusException(
          "no token of the training rows "
              + settings.train()
              + " is known; corpus.vocabulary.size is "
              + vocabulary.size()
              + ", min-count "
              + vocabulary.minCount());
    }
    return new FieldSchema.Tokens(known);
  }

  private FieldSchema labels(Source field) throws CorpusException {
    List<String> labels = countsOf(field).keys().take(LabelTally.MAX_LABELS + 1);
    if (labels.isEmpty()) {
      throw noRows(settings);
    }
    if (labels.size() > LabelTally.MAX_LABELS) {
      throw new CorpusException(
          "expected at most "
              + LabelTally.MAX_LABELS
              + " labels or tags in "
              + settings.train()
              + ", found more");
    }
    return new FieldSchema.Classes(new LabelSet(labels));
  }

  private FieldSchema scaled(Function<RawExample, RawField> field) throws CorpusException {
    FieldMoments moments = moments(field);
    FrameScale scale = moments.scale().orElseThrow(() -> noRows(settings));
    String name = new ExampleFieldKinds(settings.input(), settings.target()).inputName();
    moments.warnings().forEach(warning -> LOG.warn("{}: {}", name, warning));
    return new FieldSchema.Numbers(scale, moments.changes(scale));
  }

  private FieldSchema unscaled(Function<RawExample, RawField> field) throws CorpusException {
    FieldMoments moments = moments(field);
    if (moments.width() == 0) {
      throw noRows(settings);
    }
    FrameScale scale = FrameScale.none(moments.width());
    return new FieldSchema.Numbers(scale, moments.changes(scale));
  }

  private FieldMoments moments(Function<RawExample, RawField> field) {
    boolean forecast = settings.target().kind() == TargetSettings.Kind.NEXT;
    return rows.mapPartitions(partition -> sum(partition, field, forecast))
        .treeReduce(
            (sums, others) -> {
              sums.addAll(others);
              return sums;
            });
  }

  private static CorpusException noRows(CorpusSettings settings) {
    return new CorpusException("no rows in " + settings.train());
  }

  private static Iterator<FieldMoments> sum(
      Iterator<RawExample> rows, Function<RawExample, RawField> field, boolean forecast)
      throws Exception {
    FieldMoments moments = new FieldMoments(forecast);
    while (rows.hasNext()) {
      moments.add((RawField.Numbers) field.call(rows.next()));
    }
    return List.of(moments).iterator();
  }

  private JavaPairRDD<String, Long> countsOf(Source field) {
    return counts
        .filter(count -> count._1().source() == field)
        .mapToPair(count -> new Tuple2<>(count._1().text(), count._2()));
  }

  private static Iterator<Tuple2<FieldText, Long>> texts(RawExample row, boolean withCharacters) {
    List<Tuple2<FieldText, Long>> texts = new ArrayList<>();
    add(Source.INPUT, row.input(), texts);
    add(Source.TARGET, row.target(), texts);
    if (withCharacters) {
      ((RawField.Texts) row.input())
          .texts().stream()
              .flatMapToInt(String::codePoints)
              .forEach(
                  character -> texts.add(counted(Source.CHARACTER, Character.toString(character))));
    }
    return texts.iterator();
  }

  private static void add(Source field, RawField raw, List<Tuple2<FieldText, Long>> texts) {
    if (raw instanceof RawField.Texts fieldTexts) {
      fieldTexts.texts().forEach(text -> texts.add(counted(field, text)));
    }
  }

  private static Tuple2<FieldText, Long> counted(Source field, String text) {
    return new Tuple2<>(new FieldText(field, text), 1L);
  }
}
