package dev.unfold.driver.prediction.column;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.TopClasses;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;

/**
 * The columns that are written for predictions: the prediction itself, the probability of a label
 * and, if requested, the most probable labels and all probabilities, or what is known of a
 * sequence.
 */
public final class PredictedColumns implements OutputValues {
  private static final long serialVersionUID = 1L;
  private static final String PROBABILITY = "_probability";
  private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.FloatType);

  private final TargetSettings.Kind kind;
  private final boolean single;
  private final boolean startsWithBoundary;
  private final SequenceColumns sequences;
  private final FieldSchema schema;
  private final ClassRanking classes;
  private final PredictionOutput output;
  private final OutputOptions options;

  /**
   * @param rowsAreSteps whether a row is a step; otherwise it is an example
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the network does not
   *     predict the requested values, or the output cannot represent them
   */
  public PredictedColumns(
      ExampleNetwork network,
      boolean rowsAreSteps,
      PredictionOutput output,
      OutputOptions options) {
    kind = network.target().kind();
    sequences = new SequenceColumns(network.knowsTimes(), output, options);
    schema = network.schema().target();
    single = rowsAreSteps || !kind.isPerStep();
    startsWithBoundary = !rowsAreSteps && network.target().boundaries();
    classes = kind.isSequence() ? new ClassRanking(List.of()) : ClassRanking.of(schema);
    this.output = output;
    this.options = options;
    boolean hasProbabilities =
        !classes.isEmpty() || kind.isSequence() || schema instanceof FieldSchema.Sets;
    require(
        hasProbabilities || !options.probabilities(),
        "--probabilities",
        "none of a model that predicts numbers",
        options.probabilities());
    classes.require(options.topK());
    boolean isText = !classes.isEmpty() || kind.isSequence();
    require(
        !output.isFlat() || (isText && !hasLists()) || type().equals(DataTypes.FloatType),
        "--output-format",
        "json or parquet, since the prediction has lists",
        SettingKeys.of(output.format()));
  }

  /** Returns whether there are columns of lists or objects in addition to the prediction. */
  private boolean hasLists() {
    return options.probabilities() || (options.topK() > 0 && !single);
  }

  private boolean isOneClass() {
    return single && !classes.isEmpty();
  }

  @Override
  public List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    fields.add(output.field("", type()));
    if (isOneClass()) {
      fields.add(output.field(PROBABILITY, DataTypes.FloatType));
    }
    if (options.topK() > 0 && !output.isFlat()) {
      fields.add(output.field("_top", ofSteps(ClassRanking.TYPE)));
    }
    for (int rank = 2; output.isFlat() && rank <= options.topK(); rank++) {
      fields.add(output.field("_" + rank, DataTypes.StringType));
      fields.add(output.field("_" + rank + PROBABILITY, DataTypes.FloatType));
    }
    if (kind.isSequence()) {
      fields.addAll(sequences.fields());
    } else if (options.probabilities()) {
      fields.add(output.field("_probabilities", probabilitiesType()));
    }
    return fields;
  }

  /**
   * Returns the texts of labels, tags or tokens; a copied token is a part of a column of the row.
   */
  @Override
  public List<String> texts() {
    List<String> names = ClassRanking.of(schema).names();
    return schema instanceof FieldSchema.Tokens tokens
        ? names.stream().map(name -> tokens.vocabulary().text(List.of(name), "")).toList()
        : names;
  }

  @Override
  public boolean joinsTags() {
    return !classes.isEmpty() && !single && output.isFlat();
  }

  private DataType type() {
    if (schema instanceof FieldSchema.Numbers || schema instanceof FieldSchema.Changes) {
      return ofSteps(single && schema.size() == 1 ? DataTypes.FloatType : NUMBERS);
    }
    if (schema instanceof FieldSchema.Sets) {
      return ofSteps(DataTypes.createArrayType(DataTypes.IntegerType));
    }
    return joinsTags() ? DataTypes.StringType : ofSteps(DataTypes.StringType);
  }

  /** Returns the type of a list of the values of all steps; for one prediction, its own type. */
  private DataType ofSteps(DataType type) {
    return single ? type : DataTypes.createArrayType(type);
  }

  private DataType probabilitiesType() {
    return ofSteps(
        schema instanceof FieldSchema.Sets
            ? NUMBERS
            : DataTypes.createMapType(DataTypes.StringType, DataTypes.FloatType));
  }

  @Override
  public List<Object> values(Optional<Prediction> prediction) {
    if (prediction.isEmpty()) {
      return Collections.nCopies(fields().size(), null);
    }
    List<Object> values = new ArrayList<>();
    if (prediction.get() instanceof Prediction.Classes classes) {
      addClasses(classes, values);
    } else if (prediction.get() instanceof Prediction.Sets sets) {
      values.add(ofSteps(sets.sets().stream().map(set -> Arrays.stream(set).boxed().toArray())));
      if (options.probabilities()) {
        values.add(ofSteps(sets.probabilities().stream().map(PredictedColumns::list)));
      }
    } else if (prediction.get() instanceof Prediction.Frames frames) {
      values.add(ofSteps(frames.frames().stream().map(this::frame)));
    } else {
      values.addAll(sequences.values((Prediction.Tokens) prediction.get()));
    }
    return values;
  }

  private void addClasses(Prediction.Classes all, List<Object> values) {
    Prediction.Classes predicted = startsWithBoundary ? (Prediction.Classes) all.afterFirst() : all;
    TopClasses first = predicted.best().get(0);
    if (single) {
      values.add(classes.name(first.ids()[0]));
      values.add(first.probabilities()[0]);
    } else {
      String[] tags = Arrays.stream(predicted.ids()).mapToObj(classes::name).toArray(String[]::new);
      values.add(joinsTags() ? String.join(" ", tags) : tags);
    }
    if (options.topK() > 0 && !output.isFlat()) {
      values.add(ofSteps(predicted.best().stream().map(classes::ranked)));
    }
    for (int rank = 1; output.isFlat() && rank < options.topK(); rank++) {
      values.add(classes.name(first.ids()[rank]));
      values.add(first.probabilities()[rank]);
    }
    if (options.probabilities()) {
      values.add(ofSteps(predicted.probabilities().stream().map(this::byLabel)));
    }
  }

  /** Returns the values of all steps as a list; for one prediction, the single value. */
  private Object ofSteps(Stream<?> steps) {
    Object[] all = steps.toArray();
    return single ? all[0] : all;
  }

  private Object byLabel(float[] probabilities) {
    Map<String, Float> byLabel = new LinkedHashMap<>();
    for (int id = 0; id < probabilities.length; id++) {
      byLabel.put(classes.name(id), probabilities[id]);
    }
    return JavaConverters.mapAsScalaMap(byLabel);
  }

  private Object frame(float[] numbers) {
    return single && numbers.length == 1 ? (Object) numbers[0] : list(numbers);
  }

  private static Object list(float[] numbers) {
    Float[] list = new Float[numbers.length];
    Arrays.setAll(list, i -> numbers[i]);
    return list;
  }
}
