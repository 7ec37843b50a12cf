package dev.unfold.driver.prediction.column;

import dev.unfold.worker.prediction.TopClasses;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The names of the classes that a model predicts, and lists of the most probable ones.
 *
 * @param names the names by id; empty if it does not predict classes
 */
record ClassRanking(List<String> names) implements Serializable {
  /** The type of a list of classes with their probabilities. */
  static final DataType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("label", DataTypes.StringType)
              .add("probability", DataTypes.FloatType));

  /** Returns the classes of a field: labels, tags, or the tokens of its vocabulary. */
  static ClassRanking of(FieldSchema schema) {
    return new ClassRanking(schema.names());
  }

  /** Returns whether there are no classes. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Returns the name of a class. */
  String name(int id) {
    return names.get(id);
  }

  /**
   * Rejects a list that is longer than there are classes.
   *
   * @param topK the length of the list
   */
  void require(int topK) {
    InvalidSettingException.require(
        topK == 0 || !names.isEmpty(),
        "--top-k",
        "none of a model that does not predict labels, tags or categories",
        topK);
    InvalidSettingException.require(
        topK <= names.size(),
        "--top-k",
        "at most " + names.size() + ", the labels that the model knows",
        topK);
  }

  /** Returns the value of a list of classes with their probabilities. */
  Object ranked(TopClasses ranked) {
    return IntStream.range(0, ranked.ids().length)
        .mapToObj(rank -> RowFactory.create(name(ranked.ids()[rank]), ranked.probabilities()[rank]))
        .toArray();
  }
}
