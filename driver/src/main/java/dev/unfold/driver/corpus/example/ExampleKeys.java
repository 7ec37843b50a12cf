package dev.unfold.driver.corpus.example;

import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.example.ExampleStream;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.segment.SegmentTable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;

/**
 * The keys of the examples of a partition. Keys that are sorted without signs are in the {@link
 * CanonicalOrder}, and have the segments of an example one after the other. One segment at a time
 * is in memory.
 *
 * <p>A key begins with 4 bytes for the bucket, 8 bytes of the hash of the example without weights,
 * and a byte which is
 *
 * <ul>
 *   <li>{@link SegmentTable#SINGLE}: the example follows;
 *   <li>{@link SegmentTable#SEVERAL}: 8 bytes of the hash of its weights follow, 4 of the partition
 *       and 8 of its number there, so that no other example has the same, 4 of the number of the
 *       segment, and the segment. The last of these keys has {@link #TAIL} as the number, and the
 *       tail of the table in place of a segment.
 * </ul>
 */
final class ExampleKeys implements Iterator<byte[]> {
  /** The length of what the keys of an example have in common with those of others. */
  static final int PREFIX_BYTES = Integer.BYTES + Long.BYTES;

  /** The number in the key after those of the segments. */
  static final int TAIL = -1;

  /** The position of the number of a segment in its key. */
  static final int NUMBER = PREFIX_BYTES + 1 + 2 * Long.BYTES + Integer.BYTES;

  private final Iterator<Optional<ExampleSteps>> examples;
  private final ExampleRowEncoder encoder;
  private final LengthBuckets buckets;
  private Iterator<byte[]> keys = Collections.emptyIterator();
  private long count;

  /** The hash and the number of the bytes of something. */
  private static final class Digest implements Consumer<byte[]> {
    private final MessageDigest digest = Sha256.newDigest();
    private long bytes;

    @Override
    public void accept(byte[] more) {
      digest.update(more);
      bytes += more.length;
    }

    byte[] start() {
      return Arrays.copyOf(digest.digest(), Long.BYTES);
    }
  }

  ExampleKeys(
      Iterator<Optional<ExampleSteps>> examples, ExampleRowEncoder encoder, LengthBuckets buckets) {
    this.examples = examples;
    this.encoder = encoder;
    this.buckets = buckets;
  }

  @Override
  public boolean hasNext() {
    while (!keys.hasNext() && examples.hasNext()) {
      keys = examples.next().map(this::keys).orElse(Collections.emptyIterator());
    }
    return keys.hasNext();
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return keys.next();
  }

  private Iterator<byte[]> keys(ExampleSteps example) {
    count++;
    if (example.steps() <= example.stepsAtATime()) {
      Example whole = example.range(0, example.steps());
      byte[] bytes = ExampleCodec.encode(whole);
      if (bytes.length <= SegmentTable.SEGMENT_BYTES) {
        return List.of(single(whole, bytes)).iterator();
      }
    }
    Digest content = new Digest();
    ExampleStream.encode(example, content);
    Digest weights = new Digest();
    ExampleStream.encodeWeights(example, weights);
    long bytes = content.bytes + weights.bytes;
    int segmentSteps = SegmentTable.segmentSteps(example.steps(), bytes);
    if (segmentSteps >= example.steps()) {
      Example whole = example.range(0, example.steps());
      return List.of(single(whole, ExampleCodec.encode(whole))).iterator();
    }
    byte[] prefix =
        ByteBuffer.allocate(NUMBER)
            .putInt(bucket(example))
            .put(content.start())
            .put(SegmentTable.SEVERAL)
            .put(weights.start())
            .putInt(TaskContext.getPartitionId())
            .putLong(count)
            .array();
    return new Segments(example, new SegmentTable(segmentSteps, example.steps()), prefix);
  }

  private byte[] single(Example example, byte[] bytes) {
    byte[] hashed =
        example.weights().isPresent() ? ExampleCodec.encode(example.withoutWeights()) : bytes;
    return ByteBuffer.allocate(PREFIX_BYTES + 1 + bytes.length)
        .putInt(bucket(ExampleSteps.of(example)))
        .put(Sha256.newDigest().digest(hashed), 0, Long.BYTES)
        .put(SegmentTable.SINGLE)
        .put(bytes)
        .array();
  }

  private int bucket(ExampleSteps example) {
    return buckets.bucketOf(encoder.length(example));
  }

  /** The keys of an example of several segments. */
  private static final class Segments implements Iterator<byte[]> {
    private final Iterator<Example> segments;
    private final SegmentTable table;
    private final byte[] prefix;
    private int number;

    Segments(ExampleSteps example, SegmentTable table, byte[] prefix) {
      segments = example.ranges(table.segmentSteps());
      this.table = table;
      this.prefix = prefix;
    }

    @Override
    public boolean hasNext() {
      return number <= table.segments();
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      boolean isTail = number == table.segments();
      byte[] content = isTail ? table.tail() : ExampleCodec.encode(segments.next());
      byte[] key =
          ByteBuffer.allocate(prefix.length + Integer.BYTES + content.length)
              .put(prefix)
              .putInt(isTail ? TAIL : number)
              .put(content)
              .array();
      number++;
      return key;
    }
  }
}
