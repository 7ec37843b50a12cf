package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.FieldText;
import dev.unfold.driver.corpus.row.FieldText.Source;
import dev.unfold.driver.corpus.statistics.ChangeMoments;
import dev.unfold.driver.corpus.statistics.NumberSchemas;
import dev.unfold.driver.corpus.text.SubwordLearner;
import dev.unfold.driver.corpus.text.VocabularyCounter;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
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
    counts =
        rows.flatMapToPair(row -> FieldText.counted(row, withCharacters)).reduceByKey(Long::sum);
  }

  ExampleSchema infer() throws IOException {
    if (rows.getNumPartitions() == 0) {
      throw noRows(settings);
    }
    NumberSchemas numbers = NumberSchemas.of(settings.columns(), settings.target(), rows);
    FieldSchema input = inputs(numbers, new TimeSchemas(settings, rows).infer());
    FieldSchema target =
        settings.target().kind() == TargetSettings.Kind.NEXT
            ? next(input.part(settings.columns().predicted(settings.target())))
            : target(settings.target(), numbers);
    FieldSchema characters =
        settings.columns().first().characters()
            ? new FieldSchema.Tokens(
                tokens(countsOf(Source.CHARACTER, 0), VocabularySettings.all(), false))
            : new FieldSchema.None();
    return new ExampleSchema(input, target, characters);
  }

  private FieldSchema inputs(NumberSchemas numbers, Map<Integer, FieldSchema> times)
      throws IOException {
    List<InputSettings> columns = settings.columns().columns();
    List<FieldSchema> schemas = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      schemas.add(input(i, columns.get(i), numbers, times));
    }
    return schemas.size() == 1 ? schemas.get(0) : new FieldSchema.Parts(schemas);
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

  private FieldSchema input(
      int column, InputSettings input, NumberSchemas numbers, Map<Integer, FieldSchema> times)
      throws IOException {
    return switch (input.kind()) {
      case SUBWORDS ->
          subwords(
              countsOf(Source.INPUT, column),
              input.vocabulary(settings.vocabulary()),
              isBounded(column));
      case WORDS, CHARACTERS, CATEGORIES, BAG, LABEL -> {
        boolean label = input.kind() == InputSettings.Kind.LABEL;
        FieldSchema schema = label ? labels(column, input) : tokens(column, input);
        warnOfNumbers(name(column), schema, label ? "vector" : "numbers");
        yield schema;
      }
      case FRAMES, NUMBERS, VECTOR, AUDIO -> numbers(column, numbers);
      case SETS -> new FieldSchema.Sets(input.width());
      case TIME -> Optional.ofNullable(times.get(column)).orElseThrow(() -> noRows(settings));
    };
  }

  private static void warnOfNumbers(String name, FieldSchema schema, String kind) {
    NumbersAsLabels.warning(name, schema, kind).ifPresent(LOG::warn);
  }

  /** Returns whether the steps of an input are predicted, including the end of a sequence. */
  private boolean isBounded(int column) {
    TargetSettings target = settings.target();
    return target.boundaries() && settings.columns().predicted(target) == column;
  }

  private FieldSchema target(TargetSettings target, NumberSchemas numbers) throws IOException {
    return switch (target.kind()) {
      case SUBWORDS -> subwords(countsOf(Source.TARGET, 0), settings.vocabulary(), true);
      case WORDS, CHARACTERS, LABEL, TAGS -> {
        FieldSchema schema =
            target.kind().isSequence()
                ? new FieldSchema.Tokens(
                    tokens(countsOf(Source.TARGET, 0), settings.vocabulary(), true))
                : new FieldSchema.Classes(new LabelSet(labels(countsOf(Source.TARGET, 0))));
        boolean vector = target.kind() == TargetSettings.Kind.LABEL;
        warnOfNumbers(kinds().targetName(), schema, vector ? "vector" : "frames");
        yield schema;
      }
      case FRAMES, VECTOR -> target(numbers);
      case SETS -> new FieldSchema.Sets(target.width());
      case NONE, NEXT -> new FieldSchema.None();
    };
  }

  /** Returns the subwords of a column: those of the file of the settings, or learned from it. */
  private FieldSchema subwords(
      JavaPairRDD<String, Long> words, VocabularySettings limits, boolean withBoundary)
      throws IOException {
    if (words.isEmpty()) {
      throw noValues();
    }
    SubwordLearner learner = new SubwordLearner(settings.tokenizer());
    Configuration hadoop = rows.context().hadoopConfiguration();
    return new FieldSchema.Tokens(
        settings.tokenizer().isGiven()
            ? learner.read(hadoop, withBoundary)
            : learner.learn(words, limits, withBoundary));
  }

  /** Returns the vocabulary of an input, whose last entry is that of missing values. */
  private FieldSchema tokens(int column, InputSettings input) throws CorpusException {
    VocabularySettings limits = input.vocabulary(settings.vocabulary());
    return new FieldSchema.Tokens(
        input.allowsMissing()
            ? tokens(present(column), limits, false)
                .extendedBy(Vocabulary.of(List.of(Vocabulary.MISSING), false))
            : tokens(countsOf(Source.INPUT, column), limits, isBounded(column)));
  }

  /** Returns the counts of the texts of an input that are not missing. */
  private JavaPairRDD<String, Long> present(int column) throws CorpusException {
    JavaPairRDD<String, Long> counted = countsOf(Source.INPUT, column);
    JavaPairRDD<String, Long> present =
        counted.filter(count -> !count._1().equals(Vocabulary.MISSING));
    if (present.isEmpty() && !counted.isEmpty()) {
      throw onlyMissing(column);
    }
    return present;
  }

  private Vocabulary tokens(
      JavaPairRDD<String, Long> counted, VocabularySettings vocabulary, boolean withBoundary)
      throws CorpusException {
    Vocabulary known = VocabularyCounter.vocabulary(counted, vocabulary, withBoundary);
    if (known.size() == (withBoundary ? 2 : 1)) {
      if (hasNoRows()) {
        throw noRows(settings);
      }
      throw new CorpusException(
          "no token of the training rows "
              + settings.train()
              + " is known; the size of their vocabulary is "
              + vocabulary.size()
              + ", min-count "
              + vocabulary.minCount());
    }
    return known;
  }

  /** Returns the labels of an input, one of which is that of missing values. */
  private FieldSchema labels(int column, InputSettings input) throws CorpusException {
    if (!input.allowsMissing()) {
      return new FieldSchema.Classes(new LabelSet(labels(countsOf(Source.INPUT, column))));
    }
    List<String> labels = new ArrayList<>(labels(present(column)));
    labels.add(Vocabulary.MISSING);
    return new FieldSchema.Classes(new LabelSet(labels));
  }

  private List<String> labels(JavaPairRDD<String, Long> counted) throws CorpusException {
    List<String> labels = counted.keys().take(LabelTally.MAX_LABELS + 1);
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
    return labels;
  }

  private FieldSchema target(NumberSchemas numbers) throws CorpusException {
    FieldSchema schema = numbers.target().orElseThrow(this::noValues);
    numbers.targetWarnings().forEach(warning -> LOG.warn("{}: {}", kinds().targetName(), warning));
    return schema;
  }

  private FieldSchema numbers(int column, NumberSchemas numbers) throws CorpusException {
    Optional<FieldSchema> schema = numbers.input(column);
    if (schema.isEmpty()) {
      throw hasNoRows() ? noRows(settings) : onlyMissing(column);
    }
    numbers.warnings(column).forEach(warning -> LOG.warn("{}: {}", name(column), warning));
    return schema.get();
  }

  private CorpusException onlyMissing(int column) {
    return new CorpusException(
        name(column)
            + ": expected a value in at least one of the training rows, found none: leave the column"
            + " out");
  }

  private String name(int column) {
    return kinds().inputName(column);
  }

  private ExampleFieldKinds kinds() {
    return new ExampleFieldKinds(settings.columns(), settings.target());
  }

  /** Returns whether no row can be read; rows themselves are never sent to the driver. */
  private boolean hasNoRows() {
    return rows.map(row -> true).isEmpty();
  }

  private CorpusException noValues() {
    return hasNoRows() ? noRows(settings) : ExampleCounts.noTargets(settings.train());
  }

  private static CorpusException noRows(CorpusSettings settings) {
    return new CorpusException("no rows in " + settings.train());
  }

  private JavaPairRDD<String, Long> countsOf(Source field, int column) {
    return counts
        .filter(count -> count._1().source() == field && count._1().column() == column)
        .mapToPair(count -> new Tuple2<>(count._1().text(), count._2()));
  }
}
