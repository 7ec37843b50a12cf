package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.ExampleFieldKinds;
import dev.unfold.driver.corpus.row.FieldText;
import dev.unfold.driver.corpus.row.FieldText.Source;
import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.row.RawField;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.statistics.ChangeMoments;
import dev.unfold.driver.corpus.statistics.FieldMoments;
import dev.unfold.driver.corpus.statistics.NumberMoments;
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
    boolean withCharacters = settings.columns().first().characters();
    counts = rows.flatMapToPair(row -> texts(row, withCharacters)).reduceByKey(Long::sum);
  }

  ExampleSchema infer() throws CorpusException {
    if (rows.getNumPartitions() == 0) {
      throw noRows(settings);
    }
    NumberMoments moments = NumberMoments.of(rows);
    FieldSchema input = inputs(moments);
    FieldSchema target =
        settings.target().kind() == TargetSettings.Kind.NEXT
            ? next(predicted(input))
            : target(settings.target(), moments);
    FieldSchema characters =
        settings.columns().first().characters()
            ? tokens(Source.CHARACTER, 0, VocabularySettings.all(), false)
            : new FieldSchema.None();
    return new ExampleSchema(input, target, characters);
  }

  private FieldSchema inputs(NumberMoments moments) throws CorpusException {
    List<InputSettings> columns = settings.columns().columns();
    List<FieldSchema> schemas = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      schemas.add(input(i, columns.get(i), moments));
    }
    return schemas.size() == 1 ? schemas.get(0) : new FieldSchema.Parts(schemas);
  }

  private FieldSchema predicted(FieldSchema input) {
    return input instanceof FieldSchema.Parts parts
        ? parts.parts().get(settings.columns().predicted(settings.target()))
        : input;
  }

  /** Returns the schema of what is predicted of the next step of an input. */
  private FieldSchema next(FieldSchema predicted) throws CorpusException {
    if (!(predicted instanceof FieldSchema.Numbers numbers)) {
      return predicted;
    }
    ChangeMoments changes = ForecastMoments.of(rows, settings);
    List<Double> errors = changes.errors(numbers.scale());
    if (errors.isEmpty() && settings.target().season() > 0) {
      throw new CorpusException(
          "corpus.target.season: expected fewer steps than the longest of the training rows "
              + settings.train()
              + " has, found "
              + settings.target().season());
    }
    FieldSchema.Numbers values = new FieldSchema.Numbers(numbers.scale(), errors);
    return settings.target().difference()
        ? new FieldSchema.Changes(values, changes.scale())
        : values;
  }

  private FieldSchema input(int column, InputSettings input, NumberMoments moments)
      throws CorpusException {
    return switch (input.kind()) {
      case WORDS, CHARACTERS, CATEGORIES, BAG ->
          tokens(Source.INPUT, column, settings.vocabulary(), isBounded(column));
      case LABEL -> labels(Source.INPUT, column);
      case FRAMES, NUMBERS, VECTOR ->
          input.normalise()
              ? scaled(kinds().inputName(column), moments.input(column))
              : unscaled(moments.input(column));
      case SETS -> new FieldSchema.Sets(input.width());
    };
  }

  /** Returns whether the steps of an input are predicted, including the end of a sequence. */
  private boolean isBounded(int column) {
    TargetSettings target = settings.target();
    return target.boundaries() && settings.columns().predicted(target) == column;
  }

  private FieldSchema target(TargetSettings target, NumberMoments moments) throws CorpusException {
    return switch (target.kind()) {
      case WORDS, CHARACTERS -> tokens(Source.TARGET, 0, settings.vocabulary(), true);
      case LABEL, TAGS -> labels(Source.TARGET, 0);
      case FRAMES, VECTOR ->
          target.normalise()
              ? scaled(kinds().targetName(), moments.target())
              : unscaled(moments.target());
      case SETS -> new FieldSchema.Sets(target.width());
      case NONE, NEXT -> new FieldSchema.None();
    };
  }

  private FieldSchema tokens(
      Source field, int column, VocabularySettings vocabulary, boolean withBoundary)
      throws CorpusException {
    Vocabulary known =
        VocabularyCounter.vocabulary(countsOf(field, column), vocabulary, withBoundary);
    if (known.size() == (withBoundary ? 2 : 1)) {
      if (hasNoRows()) {
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

  private FieldSchema labels(Source field, int column) throws CorpusException {
    List<String> labels = countsOf(field, column).keys().take(LabelTally.MAX_LABELS + 1);
    if (labels.isEmpty()) {
      throw noValues();
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

  private ExampleFieldKinds kinds() {
    return new ExampleFieldKinds(settings.columns(), settings.target());
  }

  private FieldSchema scaled(String name, FieldMoments moments) throws CorpusException {
    FrameScale scale = moments.scale().orElseThrow(this::noValues);
    moments.warnings().forEach(warning -> LOG.warn("{}: {}", name, warning));
    return new FieldSchema.Numbers(scale);
  }

  private FieldSchema unscaled(FieldMoments moments) throws CorpusException {
    if (moments.width() == 0) {
      throw noValues();
    }
    return new FieldSchema.Numbers(FrameScale.none(moments.width()));
  }

  private boolean hasNoRows() {
    return rows.map(row -> 1).isEmpty();
  }

  private CorpusException noValues() {
    return hasNoRows() ? noRows(settings) : noTargets(settings.train());
  }

  /**
   * Returns the error of a table whose targets are all missing.
   *
   * @param described the table, for messages
   */
  static CorpusException noTargets(Object described) {
    return new CorpusException("expected targets in " + described + ", found only missing ones");
  }

  private static CorpusException noRows(CorpusSettings settings) {
    return new CorpusException("no rows in " + settings.train());
  }

  private JavaPairRDD<String, Long> countsOf(Source field, int column) {
    return counts
        .filter(count -> count._1().source() == field && count._1().column() == column)
        .mapToPair(count -> new Tuple2<>(count._1().text(), count._2()));
  }

  private static Iterator<Tuple2<FieldText, Long>> texts(RawExample row, boolean withCharacters) {
    List<Tuple2<FieldText, Long>> texts = new ArrayList<>();
    List<RawField> inputs = row.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      add(Source.INPUT, i, inputs.get(i), texts);
    }
    add(Source.TARGET, 0, row.targetValues(), texts);
    if (withCharacters) {
      ((RawField.Texts) inputs.get(0))
          .texts().stream()
              .flatMapToInt(String::codePoints)
              .forEach(
                  character ->
                      texts.add(counted(Source.CHARACTER, 0, Character.toString(character))));
    }
    return texts.iterator();
  }

  private static void add(
      Source field, int column, RawField raw, List<Tuple2<FieldText, Long>> texts) {
    if (raw instanceof RawField.Texts fieldTexts) {
      fieldTexts.texts().forEach(text -> texts.add(counted(field, column, text)));
    }
  }

  private static Tuple2<FieldText, Long> counted(Source field, int column, String text) {
    return new Tuple2<>(new FieldText(field, column, text), 1L);
  }
}
