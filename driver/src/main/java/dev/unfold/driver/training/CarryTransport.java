package dev.unfold.driver.training;

import dev.unfold.worker.bptt.SerializedFloats;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Takes the carries of a round to the tasks of its shards: with the task where they are small, as a
 * broadcast of its own where they are not, since a task must fit into one message of Spark ({@code
 * spark.rpc.message.maxSize}).
 */
final class CarryTransport implements AutoCloseable {
  /** Far below the least that {@code spark.rpc.message.maxSize} can be, which is 1 MiB. */
  private static final int MOST_BYTES_IN_A_TASK = 1 << 18;

  private final JavaSparkContext spark;
  private final List<Broadcast<SerializedFloats>> broadcasts = new ArrayList<>();

  CarryTransport(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** A carry as a task receives it. */
  sealed interface Delivered extends Serializable {
    /** The states of the lanes of the shard. */
    float[] values();
  }

  private record WithTask(SerializedFloats carry) implements Delivered {
    @Override
    public float[] values() {
      return carry.values();
    }
  }

  private record AsBroadcast(Broadcast<SerializedFloats> carry) implements Delivered {
    @Override
    public float[] values() {
      return carry.value().values();
    }
  }

  /**
   * Delivers the carry of a shard.
   *
   * @param carry not changed until this is closed
   */
  Delivered deliver(float[] carry) {
    SerializedFloats floats = new SerializedFloats(carry);
    if ((long) carry.length * Float.BYTES <= MOST_BYTES_IN_A_TASK) {
      return new WithTask(floats);
    }
    Broadcast<SerializedFloats> broadcast = spark.broadcast(floats);
    broadcasts.add(broadcast);
    return new AsBroadcast(broadcast);
  }

  /** Removes what was left on the cluster. */
  @Override
  public void close() {
    broadcasts.forEach(Broadcast::destroy);
  }
}
