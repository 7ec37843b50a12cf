package dev.unfold.ml.column;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** The kinds of inputs: those that parameters name, and those that types of columns suggest. */
public final class InputColumnKinds {
  private static final Set<DataType> TIMES =
      Set.of(DataTypes.TimestampType, DataTypes.TimestampNTZType, DataTypes.DateType);

  private InputColumnKinds() {}

  /**
   * Returns the kind of a name.
   *
   * @param kind the kind in the letters of settings
   * @throws IllegalArgumentException if there is no such kind
   */
  static InputSettings.Kind known(String kind) {
    return Arrays.stream(InputSettings.Kind.values())
        .filter(any -> SettingKeys.of(any).equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "inputKinds: expected kinds of "
                        + Arrays.stream(InputSettings.Kind.values())
                            .map(SettingKeys::of)
                            .collect(Collectors.joining(", "))
                        + ", found "
                        + kind));
  }

  /**
   * Returns the kind of a column.
   *
   * @param rowsAreSteps whether a row is a step of a sequence; otherwise it is a sequence
   * @throws IllegalArgumentException if its type suggests none
   */
  public static String of(StructField column, boolean rowsAreSteps) {
    DataType type = column.dataType();
    String kind = rowsAreSteps ? ofStep(type) : ofSequence(type);
    if (kind.isEmpty()) {
      throw new IllegalArgumentException(
          "column "
              + column.name()
              + ": expected a type that suggests a kind of input, found "
              + type.catalogString()
              + "; set inputKinds, or convert the column");
    }
    return kind;
  }

  private static String ofStep(DataType type) {
    if (type.equals(SQLDataTypes.VectorType()) || isListOfNumbers(type)) {
      return "frames";
    }
    return ofElement(type);
  }

  private static String ofSequence(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return "words";
    }
    if (type.equals(DataTypes.BinaryType)) {
      return "audio";
    }
    if (type instanceof NumericType || type.equals(SQLDataTypes.VectorType())) {
      return "vector";
    }
    if (type instanceof ArrayType list) {
      return isListOfNumbers(list.elementType()) ? "frames" : ofElement(list.elementType());
    }
    return "";
  }

  private static String ofElement(DataType type) {
    if (type.equals(DataTypes.StringType) || type.equals(DataTypes.BooleanType)) {
      return "categories";
    }
    if (type instanceof NumericType) {
      return "numbers";
    }
    return TIMES.contains(type) ? "time" : "";
  }

  private static boolean isListOfNumbers(DataType type) {
    return type instanceof ArrayType list && list.elementType() instanceof NumericType;
  }
}
