package dev.unfold.dl4j.master.data;

import org.apache.spark.Partitioner;

/**
 * Numbers the partitions of the assigned data: one for each worker in each round. A key contains
 * the partition in the upper half and the position in the partition in the lower half.
 */
final class PartitionNumbering extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  PartitionNumbering(int partitions) {
    this.partitions = partitions;
  }

  static long key(int partition, int position) {
    return (long) partition << Integer.SIZE | position;
  }

  static int partition(long key) {
    return (int) (key >>> Integer.SIZE);
  }

  static int position(long key) {
    return (int) key;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return partition((Long) key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionNumbering partitioner && partitions == partitioner.partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
