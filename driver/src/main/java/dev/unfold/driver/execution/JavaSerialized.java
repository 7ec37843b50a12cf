package dev.unfold.driver.execution;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * Serializes data between driver and tasks with Java serialization, regardless of the serializer of
 * the application: the Kryo of Spark 3.5 cannot read records.
 */
public final class JavaSerialized {
  private JavaSerialized() {}

  /** Returns the serialized form of a value. */
  public static byte[] of(Object value) {
    ByteBuffer buffer = serializer().serialize(value, ClassTag.apply(Object.class));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** Returns the value with a serialized form. */
  public static <T> T read(byte[] bytes, Class<T> type) {
    return type.cast(reader().apply(bytes));
  }

  /** Returns a function from the serialized forms of values of one type to the values. */
  static <T> Function<byte[], T> reader() {
    return bytes -> serializer().deserialize(ByteBuffer.wrap(bytes), ClassTag.apply(Object.class));
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }

  /** Returns whether the application serializes data with Java, so that nothing need be done. */
  public static boolean isDefault() {
    return SparkEnv.get().serializer() instanceof JavaSerializer;
  }

  /** Returns the elements of an RDD. */
  public static <T> List<T> collect(JavaRDD<T> elements) {
    return isDefault()
        ? PartitionElements.collect(elements)
        : PartitionElements.collect(elements.map(JavaSerialized::of)).stream()
            .map(JavaSerialized.<T>reader())
            .toList();
  }

  /** Returns the values of each key, in a number of partitions. */
  public static <K, V> JavaPairRDD<K, Iterable<V>> groupByKey(
      JavaPairRDD<K, V> values, int partitions) {
    return isDefault()
        ? values.groupByKey(partitions)
        : values
            .mapValues(JavaSerialized::of)
            .groupByKey(partitions)
            .mapValues(JavaSerialized::<V>readAll);
  }

  private static <V> Iterable<V> readAll(Iterable<byte[]> values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(JavaSerialized.<V>reader())
        .toList();
  }
}
