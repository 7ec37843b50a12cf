package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
  /** The maximum number of different keys in the objects of a column, each of which is a type. */
  static final int MAX_KEYS = 10_000;

  /** The largest whole number up to which all are exact as {@code double}. */
  private static final long EXACT = 1L << 53;

  /**
   * A placeholder for whole numbers that are exact as {@code double}, until all values are known.
   */
  private static final DataType SMALL = DataTypes.IntegerType;

  private static final DecimalType LARGE =
      DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), 0);

  /** The columns by their names, in the order of their first occurrence. */
  private final Map<String, Column> columns = new LinkedHashMap<>();

  /** A column whose type grows with its values. */
  private static final class Column {
    private final Node root = new Node();
    private int keys;
    private boolean refused;

    /** The type of the values at one place of a column: plain, of objects or of lists. */
    private final class Node {
      private DataType plain = DataTypes.NullType;
      private Map<String, Node> object;
      private Node element;

      void addValue(Object value) {
        if (value instanceof Map<?, ?> members && becomesObject()) {
          members.forEach((key, member) -> member((String) key).addValue(member));
        } else if (value instanceof List<?> list && becomesList()) {
          list.forEach(element::addValue);
        } else {
          addPlain(of(value));
        }
      }

      void addType(DataType type) {
        if (type instanceof StructType members && becomesObject()) {
          for (StructField member : members.fields()) {
            member(member.name()).addType(member.dataType());
          }
        } else if (type instanceof ArrayType list && becomesList()) {
          element.addType(list.elementType());
        } else {
          addPlain(isNested(type) ? DataTypes.StringType : type);
        }
      }

      private Node member(String key) {
        return object.computeIfAbsent(
            key,
            unknown -> {
              keys++;
              return new Node();
            });
      }

      private boolean becomesObject() {
        if (object == null && element == null && plain.equals(DataTypes.NullType)) {
          object = new LinkedHashMap<>();
        }
        return object != null;
      }

      private boolean becomesList() {
        if (object == null && element == null && plain.equals(DataTypes.NullType)) {
          element = new Node();
        }
        return element != null;
      }

      private void addPlain(DataType type) {
        if (type.equals(DataTypes.NullType)) {
          return;
        }
        plain = object == null && element == null ? merged(plain, type) : DataTypes.StringType;
        object = null;
        element = null;
      }

      DataType type() {
        if (object != null) {
          return struct(object, Node::type);
        }
        return element == null ? plain : DataTypes.createArrayType(element.type());
      }
    }
  }

  /**
   * Widens the types by an object.
   *
   * @param file the file that contains it, for messages
   * @throws CorpusException if the objects of a column have too many different keys
   */
  public void add(String file, Map<String, Object> object) throws CorpusException {
    for (Map.Entry<String, Object> entry : object.entrySet()) {
      column(entry.getKey()).root.addValue(entry.getValue());
      requireFewKeys(file, entry.getKey());
    }
  }

  /**
   * Widens the types by those of later objects.
   *
   * @param file one of the files that contain them, for messages
   * @param later the columns that they have
   * @throws CorpusException if the objects of a column have too many different keys
   */
  public void add(String file, StructType later) throws CorpusException {
    for (StructField field : later.fields()) {
      column(field.name()).root.addType(field.dataType());
      requireFewKeys(file, field.name());
    }
  }

  private Column column(String name) {
    return columns.computeIfAbsent(name, unknown -> new Column());
  }

  /** Refuses a column once, with the first file in which its objects have too many keys. */
  private void requireFewKeys(String file, String column) throws CorpusException {
    Column known = columns.get(column);
    if (known.keys > MAX_KEYS && !known.refused) {
      known.refused = true;
      throw new CorpusException(
          file
              + ": column "
              + Excerpt.of(column)
              + ": expected at most "
              + MAX_KEYS
              + " different keys in its objects, found more; make the keys values, as in"
              + " [{\"key\": …, \"value\": …}, …], or leave the column out");
    }
  }

  /** Returns the columns as far as their values are known. */
  public StructType columns() {
    return struct(columns, column -> column.root.type());
  }

  private static <T> StructType struct(Map<String, T> members, Function<T, DataType> type) {
    return new StructType(
        members.entrySet().stream()
            .map(
                member ->
                    DataTypes.createStructField(
                        member.getKey(), type.apply(member.getValue()), true))
            .toArray(StructField[]::new));
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType;
  }

  /** Returns the type of a value; that of an object or a list is text, next to other types. */
  private static DataType of(Object value) {
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

  private static DataType merged(DataType one, DataType other) {
    if (one.equals(other) || one.equals(DataTypes.NullType)) {
      return other;
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
  public StructType known() {
    return (StructType) known(columns());
  }

  private static DataType known(DataType type) {
    if (type instanceof StructType members) {
      Map<String, DataType> types = new LinkedHashMap<>();
      for (StructField member : members.fields()) {
        types.put(member.name(), member.dataType());
      }
      return struct(types, JsonTypeInference::known);
    }
    if (type instanceof ArrayType list) {
      return DataTypes.createArrayType(known(list.elementType()));
    }
    return type.equals(SMALL)
        ? DataTypes.LongType
        : type.equals(DataTypes.NullType) ? DataTypes.StringType : type;
  }
}
