package dev.unfold.driver.prediction;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.TopClasses;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * The columns that are written for predictions: the prediction itself, the probability of a label
 * and, if requested, the most probable labels and all probabilities.
 */
final class PredictedColumns implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PROBABILITY = "_probability";
  private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.FloatType);
  private static final DataType RANKED =
      new StructType().add("label", DataTypes.StringType).add("probability", DataTypes.FloatType);

  private final TargetSettings.Kind kind;
  private final FieldSchema schema;
  private final PredictionOutput output;
  private final OutputOptions options;

  /**
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the network does not
   *     predict the requested values, or the output cannot represent them
   */
  PredictedColumns(ExampleNetwork network, PredictionOutput output, OutputOptions options) {
    kind = network.target().kind();
    schema = network.schema().target();
    this.output = output;
    this.options = options;
    boolean hasProbabilities =
        schema instanceof FieldSchema.Classes || schema instanceof FieldSchema.Sets;
    require(
        hasProbabilities || !options.probabilities(),
        "--probabilities",
        "none of a model that does not predict labels, tags or sets",
        options.probabilities());
    requireRanking();
    boolean isText = schema instanceof FieldSchema.Classes || schema instanceof FieldSchema.Tokens;
    require(
        !output.isFlat() || (isText && !hasLists()) || type().equals(DataTypes.FloatType),
        "--output-format",
        "json or parquet, since the prediction has lists",
        SettingKeys.of(output.format()));
  }

  private void requireRanking() {
    int maxRank = schema instanceof FieldSchema.Classes ? schema.size() : 0;
    require(
        options.topK() == 0 || maxRank > 0,
        "--top-k",
        "none of a model that does not predict labels or tags",
        options.topK());
    require(
        options.topK() <= maxRank,
        "--top-k",
        "at most " + maxRank + ", the labels that the model knows",
        options.topK());
  }

  /** Returns whether there are columns of lists or objects in addition to the prediction. */
  private boolean hasLists() {
    boolean ranksSteps = options.topK() > 0 && kind != TargetSettings.Kind.LABEL;
    return options.probabilities() || ranksSteps;
  }

  /** Returns the columns, in their order. */
  List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    fields.add(field("", type()));
    if (kind == TargetSettings.Kind.LABEL) {
      fields.add(field(PROBABILITY, DataTypes.FloatType));
    }
    if (options.topK() > 0 && !output.isFlat()) {
      DataType ranking = DataTypes.createArrayType(RANKED);
      boolean one = kind == TargetSettings.Kind.LABEL;
      fields.add(field("_top", one ? ranking : DataTypes.createArrayType(ranking)));
    }
    for (int rank = 2; output.isFlat() && rank <= options.topK(); rank++) {
      fields.add(field("_" + rank, DataTypes.StringType));
      fields.add(field("_" + rank + PROBABILITY, DataTypes.FloatType));
    }
    if (options.probabilities()) {
      fields.add(field("_probabilities", probabilitiesType()));
    }
    return fields;
  }

  /** Returns the texts of a predicted value: labels, tags or tokens; empty if it is not text. */
  Stream<String> texts() {
    if (schema instanceof FieldSchema.Classes classes) {
      return classes.labels().all().stream();
    }
    return schema instanceof FieldSchema.Tokens tokens
        ? IntStream.range(0, tokens.size()).mapToObj(tokens.vocabulary()::token)
        : Stream.empty();
  }

  /** Returns whether several tags are one text, with a blank between them. */
  boolean joinsTags() {
    return kind == TargetSettings.Kind.TAGS && output.isFlat();
  }

  private StructField field(String suffix, DataType type) {
    return DataTypes.createStructField(output.column() + suffix, type, true);
  }

  private DataType type() {
    if (schema instanceof FieldSchema.Numbers || schema instanceof FieldSchema.Changes) {
      if (kind == TargetSettings.Kind.VECTOR) {
        return schema.size() == 1 ? DataTypes.FloatType : NUMBERS;
      }
      return DataTypes.createArrayType(NUMBERS);
    }
    if (schema instanceof FieldSchema.Sets) {
      return DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.IntegerType));
    }
    boolean list = kind == TargetSettings.Kind.TAGS && !joinsTags();
    return list ? DataTypes.createArrayType(DataTypes.StringType) : DataTypes.StringType;
  }

  private DataType probabilitiesType() {
    if (schema instanceof FieldSchema.Sets) {
      return DataTypes.createArrayType(NUMBERS);
    }
    DataType byLabel = DataTypes.createMapType(DataTypes.StringType, DataTypes.FloatType);
    return kind == TargetSettings.Kind.LABEL ? byLabel : DataTypes.createArrayType(byLabel);
  }

  /** Returns the values of the columns; nulls where nothing is predicted. */
  List<Object> values(Optional<Prediction> prediction) {
    if (prediction.isEmpty()) {
      return Collections.nCopies(fields().size(), null);
    }
    List<Object> values = new ArrayList<>();
    if (prediction.get() instanceof Prediction.Classes classes) {
      addClasses(classes, values);
    } else if (prediction.get() instanceof Prediction.Sets sets) {
      values.add(sets.sets().stream().map(set -> Arrays.stream(set).boxed().toArray()).toArray());
      if (options.probabilities()) {
        values.add(lists(sets.probabilities()));
      }
    } else if (prediction.get() instanceof Prediction.Frames frames) {
      values.add(numbers(frames.frames()));
    } else {
      values.add(text(((Prediction.Tokens) prediction.get()).ids()));
    }
    return values;
  }

  private void addClasses(Prediction.Classes classes, List<Object> values) {
    LabelSet labels = ((FieldSchema.Classes) schema).labels();
    TopClasses first = classes.best().get(0);
    if (kind == TargetSettings.Kind.LABEL) {
      values.add(labels.label(first.ids()[0]));
      values.add(first.probabilities()[0]);
    } else {
      String[] tags = Arrays.stream(classes.ids()).mapToObj(labels::label).toArray(String[]::new);
      values.add(joinsTags() ? String.join(" ", tags) : tags);
    }
    if (options.topK() > 0 && !output.isFlat()) {
      values.add(ofSteps(classes.best().stream().map(ranked -> ranking(labels, ranked))));
    }
    for (int rank = 1; output.isFlat() && rank < options.topK(); rank++) {
      values.add(labels.label(first.ids()[rank]));
      values.add(first.probabilities()[rank]);
    }
    if (options.probabilities()) {
      values.add(ofSteps(classes.probabilities().stream().map(all -> byLabel(labels, all))));
    }
  }

  /** Returns the values of all steps as a list; for a label, the single value. */
  private Object ofSteps(Stream<?> steps) {
    Object[] all = steps.toArray();
    return kind == TargetSettings.Kind.LABEL ? all[0] : all;
  }

  private static Object ranking(LabelSet labels, TopClasses ranked) {
    return IntStream.range(0, ranked.ids().length)
        .mapToObj(
            rank ->
                RowFactory.create(labels.label(ranked.ids()[rank]), ranked.probabilities()[rank]))
        .toArray();
  }

  private static Object byLabel(LabelSet labels, float[] probabilities) {
    Map<String, Float> byLabel = new LinkedHashMap<>();
    for (int id = 0; id < probabilities.length; id++) {
      byLabel.put(labels.label(id), probabilities[id]);
    }
    return JavaConverters.mapAsScalaMap(byLabel);
  }

  private Object numbers(List<float[]> frames) {
    if (kind != TargetSettings.Kind.VECTOR) {
      return lists(frames);
    }
    float[] vector = frames.get(0);
    return vector.length == 1 ? (Object) vector[0] : list(vector);
  }

  private static Object[] lists(List<float[]> all) {
    return all.stream().map(PredictedColumns::list).toArray();
  }

  private static Object list(float[] numbers) {
    Float[] list = new Float[numbers.length];
    Arrays.setAll(list, i -> numbers[i]);
    return list;
  }

  private String text(int[] ids) {
    Vocabulary vocabulary = ((FieldSchema.Tokens) schema).vocabulary();
    String separator = kind == TargetSettings.Kind.WORDS ? " " : "";
    return Arrays.stream(ids).mapToObj(vocabulary::token).collect(Collectors.joining(separator));
  }
}
