package dev.unfold.driver.corpus.table.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Converts JSON values to Spark values. */
public final class JsonValueConverter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonValueConverter() {}

  /**
   * Returns a value as a Spark value.
   *
   * @param type the type from {@link JsonTypeInference}
   */
  public static Object ofSpark(Object value, DataType type) {
    if (value instanceof Map<?, ?> object && type instanceof StructType columns) {
      Object[] values = new Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = ofSpark(object.get(columns.fields()[i].name()), columns.fields()[i].dataType());
      }
      return RowFactory.create(values);
    }
    if (value instanceof List<?> list && type instanceof ArrayType array) {
      return list.stream().map(element -> ofSpark(element, array.elementType())).toArray();
    }
    if (value instanceof Long number) {
      return ofSpark(number, type);
    }
    if (value instanceof BigInteger number && !type.equals(DataTypes.StringType)) {
      return new BigDecimal(number);
    }
    if (value instanceof BigDecimal number && type.equals(DataTypes.DoubleType)) {
      return number.doubleValue();
    }
    boolean text = value == null || value instanceof String || !type.equals(DataTypes.StringType);
    return text ? value : json(value);
  }

  private static Object ofSpark(Long number, DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return number.doubleValue();
    }
    if (type.equals(DataTypes.LongType)) {
      return number;
    }
    return type.equals(DataTypes.StringType) ? number.toString() : BigDecimal.valueOf(number);
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
