package dev.unfold.driver.corpus.example;

import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.Partitioner;

/**
 * The order of the examples in an encoded corpus and their partition into parts. Examples are
 * ordered by bucket, then by the first 8 bytes of the SHA-256 of what they are without weights,
 * then by their bytes. The order depends only on the examples, and examples that differ have the
 * same order with any weights.
 *
 * <p>A key consists of 4 bytes for the bucket, 8 bytes of the hash, and the example.
 */
final class CanonicalOrder extends Partitioner {
  /** The length of a key's prefix before the example. */
  static final int PREFIX_BYTES = Integer.BYTES + Long.BYTES;

  private static final long serialVersionUID = 1L;

  private final LengthBuckets buckets;
  private final int parts;

  CanonicalOrder(LengthBuckets buckets, int parts) {
    this.buckets = buckets;
    this.parts = parts;
  }

  /** Returns the keys of examples, one at a time. */
  Iterator<byte[]> keys(Iterator<Optional<Example>> examples, ExampleRowEncoder encoder) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(examples, Spliterator.ORDERED), false)
        .flatMap(Optional::stream)
        .map(example -> key(example, encoder.length(example)))
        .iterator();
  }

  private byte[] key(Example example, int length) {
    byte[] bytes = ExampleCodec.encode(example);
    byte[] hashed =
        example.weights().isPresent() ? ExampleCodec.encode(example.withoutWeights()) : bytes;
    return ByteBuffer.allocate(PREFIX_BYTES + bytes.length)
        .putInt(buckets.bucketOf(length))
        .put(Sha256.newDigest().digest(hashed), 0, Long.BYTES)
        .put(bytes)
        .array();
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
        new BigInteger(1, Arrays.copyOfRange((byte[]) key, Integer.BYTES, PREFIX_BYTES));
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
