package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.SharedValue;
import dev.unfold.worker.bptt.SerializedFloats;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Sends the carries of a round to the tasks of its shards. A small carry travels with its task; a
 * large one is broadcast, because a task must fit into one message of Spark ({@code
 * spark.rpc.message.maxSize}).
 */
public final class CarryTransport implements AutoCloseable {
  /** A size far below 1 MiB, the minimum of {@code spark.rpc.message.maxSize}. */
  private static final int MAX_BYTES_IN_A_TASK = 1 << 18;

  private final JavaSparkContext spark;
  private final List<SharedValue<SerializedFloats>> broadcasts = new ArrayList<>();

  public CarryTransport(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** A carry as a task receives it. */
  public sealed interface SentCarry extends Serializable {
    /** Returns the states of the lanes of the shard. */
    float[] values();
  }

  private record WithTask(SerializedFloats carry) implements SentCarry {
    @Override
    public float[] values() {
      return carry.values();
    }
  }

  private record AsBroadcast(SharedValue<SerializedFloats> carry) implements SentCarry {
    @Override
    public float[] values() {
      return carry.value().values();
    }
  }

  /**
   * Returns the carry of a shard in the form that its task receives.
   *
   * @param carry the carry, which must not change until this is closed
   */
  public SentCarry send(float[] carry) {
    SerializedFloats floats = new SerializedFloats(carry);
    if ((long) carry.length * Float.BYTES <= MAX_BYTES_IN_A_TASK) {
      return new WithTask(floats);
    }
    SharedValue<SerializedFloats> broadcast = SharedValue.of(spark, floats);
    broadcasts.add(broadcast);
    return new AsBroadcast(broadcast);
  }

  /** Removes the broadcasts from the cluster. */
  @Override
  public void close() {
    broadcasts.forEach(SharedValue::close);
  }
}
