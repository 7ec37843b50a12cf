package dev.unfold.driver.prediction.column;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of predicted classes as Spark ML has them: the class, the vector of the probabilities
 * of all classes, and that of their natural logarithms. Of several steps, each column is a list.
 */
public final class ClassVectors implements OutputValues {
  private static final long serialVersionUID = 1L;

  private final Names names;
  private final List<String> classes;
  private final List<String> labels;
  private final boolean indexed;
  private final boolean single;
  private final boolean startsWithBoundary;
  private final int[] ids;

  /**
   * The names of the columns; a column whose name is empty is left out.
   *
   * @param prediction the column of the class
   * @param probability the column of the probabilities
   * @param raw the column of their logarithms
   */
  public record Names(String prediction, String probability, String raw)
      implements java.io.Serializable {}

  /**
   * @param rowsAreSteps whether a row is a step; otherwise it is an example
   * @param indexed whether the classes are whole numbers from 0; the class is then a number, and
   *     the place of its probability in a vector
   * @param labels the texts that these numbers stand for, for the metadata of the column; empty if
   *     they are not known
   */
  public ClassVectors(
      Names names,
      ExampleNetwork network,
      boolean rowsAreSteps,
      boolean indexed,
      List<String> labels) {
    this.names = names;
    this.indexed = indexed;
    this.labels = List.copyOf(labels);
    List<String> known = ClassRanking.of(network.schema().target()).names();
    single = rowsAreSteps || !network.target().kind().isPerStep();
    startsWithBoundary = !rowsAreSteps && network.target().boundaries();
    ids = indexed ? idsByIndex(known, labels.size()) : IntStream.range(0, known.size()).toArray();
    classes = indexed ? known : List.copyOf(known);
  }

  /** Returns the class of each index, -1 for an index that training did not have. */
  private static int[] idsByIndex(List<String> known, int atLeast) {
    int[] indices = known.stream().mapToInt(Integer::parseInt).toArray();
    int size = IntStream.of(indices).max().orElse(-1) + 1;
    int[] ids = new int[Math.max(size, atLeast)];
    Arrays.fill(ids, -1);
    for (int id = 0; id < indices.length; id++) {
      ids[indices[id]] = id;
    }
    return ids;
  }

  /** Returns the classes in the order of the vectors. */
  public List<String> names() {
    return indexed && !labels.isEmpty()
        ? labels
        : IntStream.range(0, ids.length)
            .mapToObj(i -> indexed ? Integer.toString(i) : classes.get(i))
            .toList();
  }

  @Override
  public List<StructField> fields() {
    return fields(names, single, indexed, labels);
  }

  /**
   * Returns the columns of classes.
   *
   * @param single whether there is one class; otherwise there is one of each step
   * @param indexed whether classes are whole numbers from 0
   * @param labels the texts that these numbers stand for; empty if they are not known
   */
  public static List<StructField> fields(
      Names names, boolean single, boolean indexed, List<String> labels) {
    DataType prediction = indexed ? DataTypes.DoubleType : DataTypes.StringType;
    Metadata metadata =
        single && indexed && !labels.isEmpty()
            ? labels(names.prediction(), labels)
            : Metadata.empty();
    List<StructField> fields = new ArrayList<>();
    if (!names.prediction().isEmpty()) {
      DataType all = single ? prediction : DataTypes.createArrayType(prediction);
      fields.add(DataTypes.createStructField(names.prediction(), all, true, metadata));
    }
    DataType vector = SQLDataTypes.VectorType();
    DataType vectors = single ? vector : DataTypes.createArrayType(vector);
    for (String name : List.of(names.probability(), names.raw())) {
      if (!name.isEmpty()) {
        fields.add(DataTypes.createStructField(name, vectors, true));
      }
    }
    return fields;
  }

  private static Metadata labels(String name, List<String> labels) {
    return NominalAttribute.defaultAttr()
        .withName(name)
        .withValues(labels.toArray(String[]::new))
        .toMetadata();
  }

  @Override
  public List<Object> values(Optional<Prediction> prediction) {
    List<Object> values = new ArrayList<>();
    if (prediction.isEmpty()) {
      return new ArrayList<>(Collections.nCopies(fields().size(), null));
    }
    Prediction of = startsWithBoundary ? prediction.get().afterFirst() : prediction.get();
    Prediction.Classes predicted = (Prediction.Classes) of;
    if (!names.prediction().isEmpty()) {
      values.add(
          ofSteps(
              IntStream.of(predicted.ids()).mapToObj(classes::get).toList(),
              name -> indexed ? (Object) Double.valueOf(name) : name));
    }
    if (!names.probability().isEmpty()) {
      values.add(ofSteps(predicted.probabilities(), this::probabilities));
    }
    if (!names.raw().isEmpty()) {
      values.add(ofSteps(predicted.probabilities(), this::logarithms));
    }
    return values;
  }

  private <T> Object ofSteps(List<T> steps, Function<T, Object> value) {
    return single ? value.apply(steps.get(0)) : steps.stream().map(value).toArray();
  }

  private Vector probabilities(float[] ofClasses) {
    double[] vector = new double[ids.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = ids[i] < 0 ? 0 : ofClasses[ids[i]];
    }
    return Vectors.dense(vector);
  }

  private Vector logarithms(float[] ofClasses) {
    double[] vector = probabilities(ofClasses).toArray();
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Math.log(vector[i]);
    }
    return Vectors.dense(vector);
  }

  @Override
  public List<String> texts() {
    return indexed ? List.of() : classes;
  }

  @Override
  public boolean joinsTags() {
    return false;
  }
}
