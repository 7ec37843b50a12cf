package dev.unfold.driver.prediction.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Formats rows as one JSON object per line with all columns of the table, including nulls. Numbers
 * keep all their digits; NaN and the infinities, which JSON does not have, are written as text.
 *
 * @param columns the columns of the rows
 */
public record JsonLineFormat(StructType columns) implements LineFormat {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public Optional<String> header() {
    return Optional.empty();
  }

  @Override
  public String line(Row row) {
    return text(row, columns);
  }

  /** Returns a list or an object as JSON. */
  static String text(Object value) {
    return text(value, DataTypes.NullType);
  }

  private static String text(Object value, DataType type) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeObject(JsonGenerator json, Row row, StructType columns)
      throws IOException {
    json.writeStartObject();
    StructField[] fields = columns.fields();
    for (int i = 0; i < fields.length; i++) {
      json.writeFieldName(fields[i].name());
      write(json, row.get(i), fields[i].dataType());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Object value, DataType type) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Row row) {
      writeObject(json, row, (StructType) type);
    } else if (value instanceof Map<?, ?> || value instanceof scala.collection.Map<?, ?>) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : entries(value).entrySet()) {
        json.writeFieldName(PlainTextFormat.of(entry.getKey()));
        write(json, entry.getValue(), type instanceof MapType map ? map.valueType() : type);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> || value instanceof Seq<?> || value instanceof Object[]) {
      json.writeStartArray();
      for (Object element : elements(value)) {
        write(json, element, type instanceof ArrayType list ? list.elementType() : type);
      }
      json.writeEndArray();
    } else {
      writePlain(json, value);
    }
  }

  private static void writePlain(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal) {
      json.writeNumber(PlainTextFormat.of(value));
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(PlainTextFormat.of(value));
    }
  }

  private static List<?> elements(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    return value instanceof Seq<?> sequence
        ? JavaConverters.seqAsJavaList(sequence)
        : Arrays.asList((Object[]) value);
  }

  private static Map<?, ?> entries(Object value) {
    return value instanceof Map<?, ?> map
        ? map
        : JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) value);
  }
}
