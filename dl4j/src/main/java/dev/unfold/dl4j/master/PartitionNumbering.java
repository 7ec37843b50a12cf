package dev.unfold.dl4j.master;

import org.apache.spark.Partitioner;

/**
 * The partitions of the dealt data: one for each worker in each round. A key is the partition in
 * the upper half and the place in it in the lower.
 */
final class PartitionNumbering extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int slots;

  PartitionNumbering(int slots) {
    this.slots = slots;
  }

  static long key(int slot, int place) {
    return (long) slot << Integer.SIZE | place;
  }

  static int slot(long key) {
    return (int) (key >>> Integer.SIZE);
  }

  static int place(long key) {
    return (int) key;
  }

  @Override
  public int numPartitions() {
    return slots;
  }

  @Override
  public int getPartition(Object key) {
    return slot((Long) key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionNumbering partitioner && slots == partitioner.slots;
  }

  @Override
  public int hashCode() {
    return slots;
  }
}
