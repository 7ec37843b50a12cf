package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.BlockCache;
import dev.unfold.driver.corpus.PartIndex;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.example.ExampleSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

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
  public Example read(long index) throws IOException {
    Objects.checkIndex(index, length());
    int part = ends.partOf(index);
    long inPart = index - ends.start(part);
    long start = inPart == 0 ? 0 : end(part, inPart - 1);
    long end = end(part, inPart);
    if (start < 0 || start > end || end > bytes[part] || end - start > Integer.MAX_VALUE) {
      throw damaged(part, inPart, "bytes " + start + " to " + end);
    }
    byte[] example = new byte[(int) (end - start)];
    blocks.read(2 * part, start, example);
    try {
      return ExampleCodec.decode(example);
    } catch (ExampleFormatException e) {
      throw damaged(part, inPart, e.getMessage());
    }
  }

  private long end(int part, long inPart) throws IOException {
    byte[] bytes = new byte[Long.BYTES];
    blocks.read(2 * part + 1, inPart * Long.BYTES, bytes);
    return ByteBuffer.wrap(bytes).getLong();
  }

  private IOException damaged(int part, long inPart, String found) {
    return blocks.damaged(2 * part, "example " + inPart + ": " + found);
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
