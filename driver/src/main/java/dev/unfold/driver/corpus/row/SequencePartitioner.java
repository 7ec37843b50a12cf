package dev.unfold.driver.corpus.row;

import dev.unfold.worker.sequence.row.SequencePosition;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;

/**
 * Assigns all steps of a sequence to one partition. A key begins with the bytes of a {@link
 * SequencePosition}.
 */
public final class SequencePartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  /**
   * @param partitions the number of partitions, at least 1
   */
  private SequencePartitioner(int partitions) {
    this.partitions = partitions;
  }

  /**
   * Returns rows grouped by sequence and in order. Spark groups and sorts them and needs no
   * sequence in memory.
   *
   * @param rows the rows by keys, which are in order if their bytes are compared without signs
   */
  public static <V> JavaPairRDD<byte[], V> sorted(JavaPairRDD<byte[], V> rows) {
    return rows.repartitionAndSortWithinPartitions(
        new SequencePartitioner(Math.max(1, rows.getNumPartitions())),
        (Comparator<byte[]> & Serializable) Arrays::compareUnsigned);
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return Math.floorMod(hash((byte[]) key), partitions);
  }

  /**
   * Returns a hash of the sequence of a step.
   *
   * @param key bytes that begin with those of a {@link SequencePosition}
   */
  public static int hash(byte[] key) {
    int hash = 0;
    for (int i = 0; i < SequencePosition.sequenceBytes(key); i++) {
      hash = 31 * hash + key[i];
    }
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SequencePartitioner that && partitions == that.partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
