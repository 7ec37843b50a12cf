package dev.unfold.driver.prediction.column;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.Prediction;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The column of predicted numbers as Spark ML has it: a number, or a vector of several. Of several
 * steps, it is a list of them.
 */
public final class NumberVectors implements OutputValues {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final boolean single;
  private final boolean scalar;

  /**
   * @param name the name of the column
   * @param rowsAreSteps whether a row is a step; otherwise it is an example
   */
  public NumberVectors(String name, ExampleNetwork network, boolean rowsAreSteps) {
    this.name = name;
    single = rowsAreSteps || !network.target().kind().isPerStep();
    scalar = network.schema().target().size() == 1;
  }

  @Override
  public List<StructField> fields() {
    return List.of(field(name, single, scalar));
  }

  /**
   * Returns the column of numbers.
   *
   * @param single whether there is one prediction; otherwise there is one of each step
   * @param scalar whether a prediction is one number; otherwise it is a vector
   */
  public static StructField field(String name, boolean single, boolean scalar) {
    DataType type = scalar ? DataTypes.DoubleType : SQLDataTypes.VectorType();
    return DataTypes.createStructField(name, single ? type : DataTypes.createArrayType(type), true);
  }

  @Override
  public List<Object> values(Optional<Prediction> prediction) {
    if (prediction.isEmpty()) {
      return Collections.singletonList(null);
    }
    List<Object> steps =
        ((Prediction.Frames) prediction.get()).frames().stream().map(this::value).toList();
    return Collections.singletonList(single ? steps.get(0) : steps.toArray());
  }

  private Object value(float[] frame) {
    double[] numbers = new double[frame.length];
    Arrays.setAll(numbers, i -> frame[i]);
    return scalar ? (Object) numbers[0] : Vectors.dense(numbers);
  }

  @Override
  public List<String> texts() {
    return List.of();
  }

  @Override
  public boolean joinsTags() {
    return false;
  }
}
