package dev.unfold.driver.prediction;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldForm;
import dev.unfold.worker.sequence.example.Labels;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.TargetSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * What is written of predictions: the prediction itself, the probability of a label and, if they
 * are wanted, all probabilities.
 */
final class PredictedColumns implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.FloatType);

  private final TargetSettings.Kind kind;
  private final FieldForm form;
  private final PredictionOutput output;
  private final boolean probabilities;

  /**
   * @param probabilities whether all are wanted
   * @throws dev.unfold.worker.settings.InvalidSettingException if the network has none, or they do
   *     not go into the output
   */
  PredictedColumns(ExampleNetwork network, PredictionOutput output, boolean probabilities) {
    kind = network.target().kind();
    form = network.form().target();
    this.output = output;
    this.probabilities = probabilities;
    boolean has = form instanceof FieldForm.Classes || form instanceof FieldForm.Sets;
    require(
        has || !probabilities,
        "probabilities",
        "none of a model that does not predict labels, tags or sets",
        probabilities);
    boolean isText = form instanceof FieldForm.Classes || form instanceof FieldForm.Tokens;
    require(
        !output.isFlat() || (isText && !probabilities) || type().equals(DataTypes.FloatType),
        "output format",
        "json or parquet, since the prediction has lists",
        SettingKeys.of(output.format()));
  }

  /** The columns, in their order. */
  List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    fields.add(field("", type()));
    if (kind == TargetSettings.Kind.LABEL) {
      fields.add(field("_probability", DataTypes.FloatType));
    }
    if (probabilities) {
      fields.add(field("_probabilities", probabilitiesType()));
    }
    return fields;
  }

  /**
   * The columns of a table with these behind them.
   *
   * @throws dev.unfold.worker.settings.InvalidSettingException if the table has one of them, or
   *     does not go into the output
   */
  StructType behind(StructType table) {
    List<String> names = List.of(table.fieldNames());
    StructType columns = table;
    for (StructField field : fields()) {
      require(
          names.stream().noneMatch(field.name()::equalsIgnoreCase),
          "prediction column",
          "another name, since the input has the columns " + names,
          output.column());
      columns = columns.add(field);
    }
    List<String> lists =
        Arrays.stream(table.fields())
            .filter(field -> !(field.dataType() instanceof AtomicType))
            .map(StructField::name)
            .toList();
    require(
        lists.isEmpty() || !output.isFlat(),
        "output format",
        "json or parquet, since the columns " + lists + " of the input are no plain values",
        SettingKeys.of(output.format()));
    return columns;
  }

  private StructField field(String suffix, DataType type) {
    return DataTypes.createStructField(output.column() + suffix, type, true);
  }

  private DataType type() {
    if (form instanceof FieldForm.Numbers numbers) {
      if (kind == TargetSettings.Kind.VECTOR) {
        return numbers.size() == 1 ? DataTypes.FloatType : NUMBERS;
      }
      return DataTypes.createArrayType(NUMBERS);
    }
    if (form instanceof FieldForm.Sets) {
      return DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.IntegerType));
    }
    boolean list = kind == TargetSettings.Kind.TAGS && !output.isFlat();
    return list ? DataTypes.createArrayType(DataTypes.StringType) : DataTypes.StringType;
  }

  private DataType probabilitiesType() {
    if (form instanceof FieldForm.Sets) {
      return DataTypes.createArrayType(NUMBERS);
    }
    DataType byLabel = DataTypes.createMapType(DataTypes.StringType, DataTypes.FloatType);
    return kind == TargetSettings.Kind.LABEL ? byLabel : DataTypes.createArrayType(byLabel);
  }

  /** The values of the columns; nulls where nothing is predicted. */
  List<Object> values(Optional<Prediction> prediction) {
    if (prediction.isEmpty()) {
      return Collections.nCopies(fields().size(), null);
    }
    List<Object> values = new ArrayList<>();
    if (prediction.get() instanceof Prediction.Classes classes) {
      addClasses(classes, values);
    } else if (prediction.get() instanceof Prediction.Sets sets) {
      values.add(sets.sets().stream().map(set -> Arrays.stream(set).boxed().toArray()).toArray());
      if (probabilities) {
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
    Labels labels = ((FieldForm.Classes) form).labels();
    String[] texts = Arrays.stream(classes.ids()).mapToObj(labels::label).toArray(String[]::new);
    if (kind == TargetSettings.Kind.LABEL) {
      values.add(texts[0]);
      values.add(classes.confidences()[0]);
    } else {
      values.add(output.isFlat() ? String.join(" ", texts) : texts);
    }
    if (probabilities) {
      Object[] byLabel =
          classes.probabilities().stream().map(each -> byLabel(labels, each)).toArray();
      values.add(kind == TargetSettings.Kind.LABEL ? byLabel[0] : byLabel);
    }
  }

  private static Object byLabel(Labels labels, float[] probabilities) {
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
    Vocabulary vocabulary = ((FieldForm.Tokens) form).vocabulary();
    String between = kind == TargetSettings.Kind.WORDS ? " " : "";
    return Arrays.stream(ids).mapToObj(vocabulary::token).collect(Collectors.joining(between));
  }
}
