package dev.unfold.driver.prediction.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Estimates the memory that the values of rows need. */
public final class RowBytes {
  /** The number of bytes of rows above which no further ones are kept in memory. */
  public static final long MAX_IN_MEMORY = 32L << 20;

  /** The size of an object with a number, or without its elements. */
  private static final int OBJECT = 24;

  private RowBytes() {}

  /** Returns the size of the values of a row. */
  public static long of(List<?> values) {
    long bytes = OBJECT;
    for (Object value : values) {
      bytes += of(value);
    }
    return bytes;
  }

  private static long of(Object value) {
    if (value instanceof CharSequence text) {
      return OBJECT + (long) Character.BYTES * text.length();
    }
    if (value instanceof byte[] content) {
      return OBJECT + content.length;
    }
    if (value instanceof DenseVector vector) {
      return OBJECT + (long) Double.BYTES * vector.size();
    }
    if (value instanceof SparseVector vector) {
      return OBJECT + (long) (Double.BYTES + Integer.BYTES) * vector.indices().length;
    }
    if (value instanceof Object[] list) {
      return of(Arrays.asList(list));
    }
    if (value instanceof List<?> list) {
      return of(list);
    }
    if (value instanceof Seq<?> list) {
      return of(JavaConverters.seqAsJavaList(list));
    }
    if (value instanceof Row row) {
      return of(JavaConverters.seqAsJavaList(row.toSeq()));
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return of(JavaConverters.mapAsJavaMap(map));
    }
    return value instanceof Map<?, ?> map
        ? of(List.copyOf(map.keySet())) + of(Arrays.asList(map.values().toArray()))
        : OBJECT;
  }
}
