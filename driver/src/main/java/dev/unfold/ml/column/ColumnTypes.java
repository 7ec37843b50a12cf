package dev.unfold.ml.column;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The types that columns may have, by what they are read as. Values that a column of such a type
 * may have, such as texts that are no numbers, are found by the job that reads them.
 *
 * @param schema the columns of a dataset
 * @param rowsAreSteps whether a row is a step of a sequence; otherwise it is a sequence
 */
public record ColumnTypes(StructType schema, boolean rowsAreSteps) {
  private static final String NUMERIC = "a numeric type";
  private static final String DECIMAL = "decimal";

  /** The types of a value that is not a list. */
  private enum Element {
    TEXT,
    LABEL,
    ID,
    NUMBER,
    COUNT,
    TIME,
    BOOLEAN,
    RECORDING;

    /** Returns the names of the types. */
    private List<String> names() {
      return switch (this) {
        case TEXT -> List.of("string");
        case LABEL -> List.of("string", "tinyint", "smallint", "int", "bigint", DECIMAL, "boolean");
        case ID -> List.of("string", NUMERIC, "boolean", "date");
        case NUMBER -> List.of(NUMERIC, "string");
        case COUNT -> List.of(NUMERIC);
        case TIME -> List.of("timestamp", "timestamp_ntz", "date", NUMERIC, "string");
        case BOOLEAN -> List.of("boolean");
        case RECORDING -> List.of("string", "binary");
      };
    }

    private boolean has(DataType type) {
      return names().contains(type.catalogString())
          || (type instanceof NumericType && names().contains(NUMERIC))
          || (type instanceof DecimalType && names().contains(DECIMAL))
          || type.equals(DataTypes.NullType);
    }
  }

  /**
   * The types of a column.
   *
   * @param depths how many lists may be around a value
   * @param others further types
   */
  private record Expected(Element element, Set<Integer> depths, List<DataType> others) {
    static Expected of(Element element, Integer... depths) {
      return new Expected(element, Set.of(depths), List.of());
    }

    static Expected orVector(Element element, Integer... depths) {
      return new Expected(element, Set.of(depths), List.of(SQLDataTypes.VectorType()));
    }

    static Expected orText(Element element, Integer... depths) {
      return new Expected(element, Set.of(depths), List.of(DataTypes.StringType));
    }

    boolean has(DataType type) {
      int depth = 0;
      DataType inner = type;
      while (inner instanceof ArrayType list) {
        inner = list.elementType();
        depth++;
      }
      boolean listed = depths.contains(depth) && element.has(inner);
      return listed || others.contains(type) || isNull(type);
    }

    private static boolean isNull(DataType type) {
      return type.equals(DataTypes.NullType);
    }

    @Override
    public String toString() {
      Stream<String> listed =
          depths.stream()
              .sorted()
              .flatMap(
                  depth -> element.names().stream().map(name -> "array of ".repeat(depth) + name));
      return Stream.concat(listed, others.stream().map(DataType::typeName))
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * Requires that a column has a type of an input.
   *
   * @param kind its kind, in the letters of settings
   * @throws IllegalArgumentException if it has another type, or there is no such kind or column
   */
  public void requireInput(String name, String kind) {
    require(name, expected(InputColumnKinds.known(kind)), kind);
  }

  private Expected expected(InputSettings.Kind kind) {
    int steps = rowsAreSteps ? 0 : 1;
    return switch (kind) {
      case WORDS -> rowsAreSteps ? Expected.of(Element.TEXT, 0) : Expected.of(Element.TEXT, 0, 1);
      case BAG -> Expected.of(Element.TEXT, 0, 1);
      case CHARACTERS, SUBWORDS -> Expected.of(Element.TEXT, 0);
      case CATEGORIES -> Expected.of(Element.LABEL, steps);
      case LABEL -> Expected.of(Element.LABEL, 0);
      case NUMBERS -> Expected.of(Element.NUMBER, steps);
      case TIME -> Expected.of(Element.TIME, steps);
      case FRAMES -> frames(Element.NUMBER, 1);
      case SETS -> frames(Element.COUNT, 1);
      case VECTOR -> Expected.orVector(Element.NUMBER, 0, 1);
      case AUDIO -> Expected.of(Element.RECORDING, 0);
    };
  }

  private Expected frames(Element element, Integer... ofStep) {
    return rowsAreSteps ? Expected.orVector(element, ofStep) : Expected.of(element, 2);
  }

  /**
   * Requires that a column has a type of a target.
   *
   * @param kind its kind, in the letters of settings
   * @throws IllegalArgumentException if it has another type, or there is no such column
   */
  public void requireTarget(String name, Object kind) {
    Arrays.stream(TargetSettings.Kind.values())
        .filter(any -> any.hasColumn() && SettingKeys.of(any).equals(kind))
        .forEach(any -> require(name, expected(any), SettingKeys.of(any)));
  }

  private Expected expected(TargetSettings.Kind kind) {
    return switch (kind) {
      case LABEL -> Expected.of(Element.LABEL, 0);
      case TAGS -> rowsAreSteps ? Expected.of(Element.LABEL, 0) : Expected.orText(Element.LABEL, 1);
      case WORDS -> Expected.of(Element.TEXT, 0, 1);
      case CHARACTERS, SUBWORDS -> Expected.of(Element.TEXT, 0);
      case FRAMES -> frames(Element.NUMBER, 0, 1);
      case SETS -> frames(Element.COUNT, 1);
      case VECTOR, NONE, NEXT -> Expected.orVector(Element.NUMBER, 0, 1);
    };
  }

  /** Requires that a column has values that identify sequences. */
  public void requireSequence(String name) {
    require(name, Expected.of(Element.ID, 0), "what identifies a sequence");
  }

  /** Requires that a column has numbers or times, by which rows are in order. */
  public void requireOrder(String name) {
    require(name, Expected.of(Element.TIME, 0), "the order of rows");
  }

  /** Requires that a column has numbers. */
  public void requireWeight(String name) {
    require(name, Expected.of(Element.NUMBER, 0), "a weight");
  }

  /** Requires that a column has booleans. */
  public void requireBoolean(String name) {
    require(name, Expected.of(Element.BOOLEAN, 0), "true or false");
  }

  private void require(String name, Expected expected, String role) {
    StructField column = new DatasetColumns(schema).require(name);
    if (!expected.has(column.dataType())) {
      throw new IllegalArgumentException(
          "column "
              + name
              + ": expected one of the types "
              + expected
              + ", since it is read as "
              + role
              + ", found "
              + column.dataType().catalogString());
    }
  }
}
