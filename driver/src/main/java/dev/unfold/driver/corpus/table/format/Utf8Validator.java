package dev.unfold.driver.corpus.table.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Checks that all text in Spark's own values is valid UTF-8; Spark would silently replace invalid
 * bytes.
 */
public final class Utf8Validator {
  private Utf8Validator() {}

  public static boolean isUtf8(SpecializedGetters row, StructType columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (!row.isNullAt(i) && !isUtf8(row, i, columns.fields()[i].dataType())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf8(SpecializedGetters values, int index, DataType type) {
    if (type instanceof StringType) {
      return isUtf8(values.getUTF8String(index));
    }
    if (type instanceof StructType columns) {
      return isUtf8(values.getStruct(index, columns.size()), columns);
    }
    if (type instanceof ArrayType list) {
      return isUtf8(values.getArray(index), list.elementType());
    }
    if (type instanceof MapType map) {
      MapData entries = values.getMap(index);
      return isUtf8(entries.keyArray(), map.keyType())
          && isUtf8(entries.valueArray(), map.valueType());
    }
    return true;
  }

  private static boolean isUtf8(ArrayData values, DataType type) {
    for (int i = 0; i < values.numElements(); i++) {
      if (!values.isNullAt(i) && !isUtf8(values, i, type)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf8(UTF8String text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
