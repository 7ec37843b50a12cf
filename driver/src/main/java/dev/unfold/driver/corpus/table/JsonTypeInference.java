package dev.unfold.driver.corpus.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The types of Spark that hold values of JSON. If the values of a column have several types, the
 * column gets one that can hold all of them: {@code double} for numbers, else text, which is the
 * JSON of a value that is none.
 */
final class JsonTypeInference {
  /** Whole numbers up to this are exact as {@code double}, too. */
  private static final long EXACT = 1L << 53;

  /** Whole numbers that {@code double} holds, until all values are known. */
  private static final DataType SMALL = DataTypes.IntegerType;

  private static final DecimalType LARGE =
      DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), 0);

  private JsonTypeInference() {}

  /**
   * Widens types by the keys of an object.
   *
   * @param types by key; new keys come behind the others
   */
  static void addInto(Map<String, DataType> types, Map<?, ?> object) {
    object.forEach((key, value) -> types.merge((String) key, of(value), JsonTypeInference::merged));
  }

  /** Returns the columns of those types. */
  static StructType columns(Map<String, DataType> types) {
    List<StructField> fields = new ArrayList<>();
    types.forEach((name, type) -> fields.add(DataTypes.createStructField(name, type, true)));
    return DataTypes.createStructType(fields);
  }

  private static DataType of(Object value) {
    if (value instanceof Map<?, ?> object) {
      Map<String, DataType> types = new LinkedHashMap<>();
      addInto(types, object);
      return columns(types);
    }
    if (value instanceof List<?> list) {
      DataType element = DataTypes.NullType;
      for (Object each : list) {
        element = merged(element, of(each));
      }
      return DataTypes.createArrayType(element);
    }
    if (value instanceof Long number) {
      return Math.abs(number) <= EXACT && number != Long.MIN_VALUE ? SMALL : DataTypes.LongType;
    }
    if (value instanceof BigInteger number) {
      boolean fits = number.abs().toString().length() <= DecimalType.MAX_PRECISION();
      return fits ? LARGE : DataTypes.StringType;
    }
    if (value instanceof Double || isNearDouble(value)) {
      return DataTypes.DoubleType;
    }
    return value == null
        ? DataTypes.NullType
        : value instanceof Boolean ? DataTypes.BooleanType : DataTypes.StringType;
  }

  /** Returns whether a number is rounded to {@code double}, since it has more digits. */
  private static boolean isNearDouble(Object value) {
    return value instanceof BigDecimal number && Double.isFinite(number.doubleValue());
  }

  /** Returns the columns of both, first those of the one that comes first in the table. */
  static StructType merged(StructType first, StructType later) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (StructType each : List.of(first, later)) {
      for (StructField field : each.fields()) {
        types.merge(field.name(), field.dataType(), JsonTypeInference::merged);
      }
    }
    return columns(types);
  }

  private static DataType merged(DataType one, DataType other) {
    if (one.equals(other) || other.equals(DataTypes.NullType)) {
      return one;
    }
    if (one.equals(DataTypes.NullType)) {
      return other;
    }
    if (one instanceof StructType first && other instanceof StructType later) {
      return merged(first, later);
    }
    if (one instanceof ArrayType first && other instanceof ArrayType later) {
      return DataTypes.createArrayType(merged(first.elementType(), later.elementType()));
    }
    List<DataType> both = List.of(one, other);
    List<DataType> whole = List.of(SMALL, DataTypes.LongType, LARGE);
    if (whole.containsAll(both)) {
      return both.contains(LARGE) ? LARGE : DataTypes.LongType;
    }
    return List.of(SMALL, DataTypes.DoubleType).containsAll(both)
        ? DataTypes.DoubleType
        : DataTypes.StringType;
  }

  /** Returns the columns when all values are known. */
  static StructType known(StructType columns) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (StructField field : columns.fields()) {
      types.put(field.name(), known(field.dataType()));
    }
    return columns(types);
  }

  private static DataType known(DataType type) {
    if (type instanceof StructType columns) {
      return known(columns);
    }
    if (type instanceof ArrayType list) {
      return DataTypes.createArrayType(known(list.elementType()));
    }
    return type.equals(SMALL)
        ? DataTypes.LongType
        : type.equals(DataTypes.NullType) ? DataTypes.StringType : type;
  }
}
