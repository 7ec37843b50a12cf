package dev.unfold.dl4j.master;

import dev.unfold.driver.execution.JavaSerialized;
import java.io.Serializable;

/** The source of a worker's network: a broadcast, or bytes that were sent with the task. */
@FunctionalInterface
interface WorkerNetworkSource extends Serializable {
  /** Returns a {@link NetworkState}, serialized by {@link JavaSerialized}. */
  byte[] bytes();
}
