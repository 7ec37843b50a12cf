package dev.unfold.driver.execution;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A broadcast for the jobs of one block of code. Removing it fails if Spark has stopped; closed as
 * a resource, it does not hide the failure of the jobs.
 *
 * @param <T> the type of the value
 * @param broadcast the broadcast, which tasks receive
 */
public record OwnedBroadcast<T>(Broadcast<T> broadcast) implements AutoCloseable {
  /** Broadcasts a value, which must not change until this is closed. */
  public static <T> OwnedBroadcast<T> of(JavaSparkContext spark, T value) {
    return new OwnedBroadcast<>(spark.broadcast(value));
  }

  /** Removes the value from the cluster. */
  @Override
  public void close() {
    broadcast.destroy();
  }
}
