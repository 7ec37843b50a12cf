package dev.unfold.dl4j.master.data;

import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * Serializes data between driver and tasks with Java serialization, regardless of the serializer of
 * the program: the Kryo of Spark 3.5 cannot read records.
 */
public final class JavaSerialized {
  private JavaSerialized() {}

  public static byte[] of(Object value) {
    ByteBuffer buffer = serializer().serialize(value, ClassTag.apply(Object.class));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  public static <T> T read(byte[] bytes, Class<T> type) {
    Object value = serializer().deserialize(ByteBuffer.wrap(bytes), ClassTag.apply(Object.class));
    return type.cast(value);
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }
}
