package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.Partitioner;

/**
 * The order of the examples in an encoded corpus and their partition into parts. Examples are
 * ordered by bucket, then by the first 8 bytes of the SHA-256 of what they are without weights,
 * then by their bytes. The order depends only on the examples, and examples that differ have the
 * same order with any weights.
 *
 * <p>{@link ExampleKeys} has the keys, which begin with 4 bytes for the bucket and 8 bytes of the
 * hash.
 */
final class CanonicalOrder extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final LengthBuckets buckets;
  private final int parts;

  CanonicalOrder(LengthBuckets buckets, int parts) {
    this.buckets = buckets;
    this.parts = parts;
  }

  /** Returns the keys of examples, one at a time. */
  Iterator<byte[]> keys(Iterator<Optional<ExampleSteps>> examples, ExampleRowEncoder encoder) {
    return new ExampleKeys(examples, encoder, buckets);
  }

  /** Returns a comparator of unsigned bytes. */
  static Comparator<byte[]> comparator() {
    return (Comparator<byte[]> & Serializable) Arrays::compareUnsigned;
  }

  @Override
  public int numPartitions() {
    return parts;
  }

  /**
   * Estimates the position of a key: hashes are uniformly distributed, so a hash gives the
   * approximate position of an example in its bucket.
   */
  @Override
  public int getPartition(Object key) {
    ByteBuffer prefix = ByteBuffer.wrap((byte[]) key);
    int bucket = prefix.getInt();
    BigInteger hash =
        new BigInteger(
            1, Arrays.copyOfRange((byte[]) key, Integer.BYTES, ExampleKeys.PREFIX_BYTES));
    BigInteger position =
        hash.multiply(BigInteger.valueOf(buckets.count(bucket)))
            .shiftRight(Long.SIZE)
            .add(BigInteger.valueOf(buckets.start(bucket)));
    return position
        .multiply(BigInteger.valueOf(parts))
        .divide(BigInteger.valueOf(buckets.examples()))
        .intValueExact();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
