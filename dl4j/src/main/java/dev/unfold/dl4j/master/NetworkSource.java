package dev.unfold.dl4j.master;

import java.io.Serializable;

/** Where a worker has its network from: a broadcast, or bytes that came with it. */
@FunctionalInterface
interface NetworkSource extends Serializable {
  /** A {@link NetworkState} in {@link JavaBytes}. */
  byte[] bytes();
}
