package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.BlockCache;
import dev.unfold.driver.corpus.PartIndex;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.segment.ExampleSegment;
import dev.unfold.worker.sequence.segment.ExampleSource;
import dev.unfold.worker.sequence.segment.SegmentTable;
import dev.unfold.worker.sequence.segment.SegmentedExample;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.LongStream;

/** Reads the examples of an encoded corpus from its part files on demand. */
public final class EncodedExampleSource implements ExampleSource, Closeable {
  private final BlockCache blocks;
  private final PartIndex ends;
  private final long[] bytes;

  /**
   * @param ends the index of the parts by examples
   * @param bytes the number of bytes of the examples of each part
   */
  EncodedExampleSource(CommitFolder folder, PartIndex ends, long[] bytes) {
    this.ends = ends;
    this.bytes = bytes;
    blocks = new BlockCache(folder, new Parts(ends, bytes));
  }

  /**
   * The files of all parts: for each part the file of its examples, followed by the file of their
   * end offsets.
   */
  private record Parts(PartIndex ends, long[] bytes) implements BlockCache.Listing {
    @Override
    public String name(int file) {
      String part = EncodedExampleManifest.partName(file / 2);
      return file % 2 == 0 ? part : ExamplePartWriter.ends(part);
    }

    @Override
    public long length(int file) {
      int part = file / 2;
      return file % 2 == 0 ? bytes[part] : ends.count(part) * Long.BYTES;
    }
  }

  @Override
  public long length() {
    return ends.length();
  }

  /**
   * @throws IOException naming the part if it is truncated, not a part file, or cannot be read
   */
  @Override
  public SegmentedExample open(long index) throws IOException {
    Objects.checkIndex(index, length());
    int part = ends.partOf(index);
    long inPart = index - ends.start(part);
    long start = inPart == 0 ? 0 : end(part, inPart - 1);
    Place place = new Place(part, inPart, start, end(part, inPart));
    if (start < 0 || start >= place.end() || place.end() > bytes[part]) {
      throw damaged(place, "bytes " + start + " to " + place.end());
    }
    byte[] last = read(place, place.end() - 1, place.end());
    return last[0] == SegmentTable.SINGLE
        ? new Single(decode(place, start, place.end() - 1))
        : new Several(place, table(place));
  }

  private SegmentTable table(Place place) throws IOException {
    long tail = place.end() - SegmentTable.TAIL_BYTES;
    if (tail > place.start()) {
      byte[] bytes = read(place, tail, place.end());
      try {
        SegmentTable table = SegmentTable.ofTail(bytes);
        if (Arrays.equals(table.tail(), bytes) && place.start() + table.bytes() < place.end()) {
          return table;
        }
      } catch (IllegalArgumentException e) {
        throw damaged(place, e.getMessage());
      }
    }
    throw damaged(place, "not the table of its segments");
  }

  /** The bytes of an example. */
  private record Place(int part, long number, long start, long end) {}

  /** An example that was read as a whole. */
  private record Single(Example example) implements SegmentedExample {
    @Override
    public int steps() {
      return example.input().steps();
    }

    @Override
    public int segmentSteps() {
      return steps();
    }

    @Override
    public ExampleSegment segment(int number) {
      return ExampleSegment.whole(example);
    }
  }

  /** An example of several segments, each of which is read on demand. */
  private final class Several implements SegmentedExample {
    private final Place place;
    private final SegmentTable table;
    private final long end;

    Several(Place place, SegmentTable table) {
      this.place = place;
      this.table = table;
      end = place.end() - table.bytes();
    }

    @Override
    public int steps() {
      return table.steps();
    }

    @Override
    public int segmentSteps() {
      return table.segmentSteps();
    }

    @Override
    public ExampleSegment segment(int number) throws IOException {
      boolean last = number == table.segments() - 1;
      long from = number == 0 ? place.start() : endOf(number - 1);
      long to = last ? end : endOf(number);
      if (from < place.start() || from >= to || to > end || (last && endOf(number) != end)) {
        throw damaged(place, "a segment of the bytes " + from + " to " + to);
      }
      Example segment = decode(place, from, to);
      if (segment.input().steps() != table.steps(number)) {
        throw damaged(place, "a segment of " + segment.input().steps() + " steps");
      }
      return new ExampleSegment(segment, number * table.segmentSteps(), last);
    }

    private long endOf(int number) throws IOException {
      long position = end + (long) number * Long.BYTES;
      byte[] bytes = read(place, position, position + Long.BYTES);
      return place.start() + ByteBuffer.wrap(bytes).getLong();
    }
  }

  private Example decode(Place place, long from, long to) throws IOException {
    try {
      return ExampleCodec.decode(read(place, from, to));
    } catch (ExampleFormatException e) {
      throw damaged(place, e.getMessage());
    }
  }

  private byte[] read(Place place, long from, long to) throws IOException {
    if (to - from > Integer.MAX_VALUE) {
      throw damaged(place, "bytes " + from + " to " + to);
    }
    byte[] read = new byte[(int) (to - from)];
    blocks.read(2 * place.part(), from, read);
    return read;
  }

  /**
   * Returns the examples of a part, one at a time. The iterator throws an {@link
   * UncheckedIOException} for what {@link #open} throws.
   */
  public Iterator<Example> part(int part) {
    return LongStream.range(ends.start(part), ends.start(part) + ends.count(part))
        .mapToObj(this::whole)
        .iterator();
  }

  private Example whole(long index) {
    try {
      return open(index).whole();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long end(int part, long inPart) throws IOException {
    byte[] bytes = new byte[Long.BYTES];
    blocks.read(2 * part + 1, inPart * Long.BYTES, bytes);
    return ByteBuffer.wrap(bytes).getLong();
  }

  private IOException damaged(Place place, String found) {
    return blocks.damaged(2 * place.part(), "example " + place.number() + ": " + found);
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
