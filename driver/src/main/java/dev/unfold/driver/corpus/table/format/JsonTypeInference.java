package dev.unfold.driver.corpus.table.format;

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
 * Infers the Spark types of JSON values. If the values of a column have several types, the column
 * gets one that can represent all of them: {@code double} for numbers, otherwise text, in which
 * values other than text are JSON.
 */
public final class JsonTypeInference {
  /** The largest whole number up to which all are exact as {@code double}. */
  private static final long EXACT = 1L << 53;

  /**
   * A placeholder for whole numbers that are exact as {@code double}, until all values are known.
   */
  private static final DataType SMALL = DataTypes.IntegerType;

  private static final DecimalType LARGE =
      DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), 0);

  private JsonTypeInference() {}

  /**
   * Widens types by the keys of an object.
   *
   * @param types the types by key; new keys are appended
   */
  public static void addInto(Map<String, DataType> types, Map<?, ?> object) {
    object.forEach((key, value) -> types.merge((String) key, of(value), JsonTypeInference::merged));
  }

  /** Returns the columns with the given types. */
  public static StructType columns(Map<String, DataType> types) {
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
      for (Object item : list) {
        element = merged(element, of(item));
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

  /** Returns the columns of both; those of the earlier part of the table come first. */
  public static StructType merged(StructType first, StructType later) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (StructType columns : List.of(first, later)) {
      for (StructField field : columns.fields()) {
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
    List<DataType> wholeTypes = List.of(SMALL, DataTypes.LongType, LARGE);
    if (wholeTypes.containsAll(both)) {
      return both.contains(LARGE) ? LARGE : DataTypes.LongType;
    }
    return List.of(SMALL, DataTypes.DoubleType).containsAll(both)
        ? DataTypes.DoubleType
        : DataTypes.StringType;
  }

  /** Returns the final columns, after all values are known. */
  public static StructType known(StructType columns) {
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
