package dev.unfold.driver.execution;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A broadcast of a value that only Java can serialize; see {@link JavaSerialized}. Each executor
 * deserializes it once.
 *
 * @param <T> the type of the value
 * @param broadcast the broadcast
 */
public record SharedValue<T extends Serializable>(Broadcast<Holder<T>> broadcast)
    implements Serializable, AutoCloseable {

  /**
   * Holds the value or, where the application uses another serializer, its bytes. It is an ordinary
   * class, which Kryo can read.
   *
   * @param <T> the type of the value
   */
  public static final class Holder<T extends Serializable> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final T direct;
    private final byte[] bytes;
    private transient T read;

    private Holder(T direct, byte[] bytes) {
      this.direct = direct;
      this.bytes = bytes;
    }

    static <T extends Serializable> Holder<T> of(T value) {
      if (JavaSerialized.isDefault()) {
        return new Holder<>(value, null);
      }
      Holder<T> holder = new Holder<>(null, JavaSerialized.of(value));
      holder.read = value;
      return holder;
    }

    synchronized T value() {
      if (bytes == null) {
        return direct;
      }
      if (read == null) {
        read = JavaSerialized.<T>reader().apply(bytes);
      }
      return read;
    }
  }

  /** Broadcasts a value, which must not change until this is closed. */
  public static <T extends Serializable> SharedValue<T> of(JavaSparkContext spark, T value) {
    return new SharedValue<>(spark.broadcast(Holder.of(value)));
  }

  /** Returns the value. */
  public T value() {
    return broadcast.value().value();
  }

  /** Removes the value from the cluster. */
  @Override
  public void close() {
    broadcast.destroy();
  }
}
