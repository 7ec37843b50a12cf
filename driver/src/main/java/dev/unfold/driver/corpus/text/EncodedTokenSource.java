package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.BlockCache;
import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.corpus.PartIndex;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.worker.sequence.TokenSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/** Reads the token ids of an encoded corpus at any position. */
public final class EncodedTokenSource implements TokenSource, Closeable {
  private final BlockCache blocks;
  private final PartIndex ends;
  private final int width;
  private final int vocabularySize;

  /**
   * @param ends the index of the parts by tokens
   */
  EncodedTokenSource(CommitFolder folder, PartIndex ends, int width, int vocabularySize) {
    this.ends = ends;
    this.width = width;
    this.vocabularySize = vocabularySize;
    blocks = new BlockCache(folder, new Parts());
  }

  private final class Parts implements BlockCache.Listing {
    @Override
    public String name(int part) {
      return EncodedTextManifest.partName(part);
    }

    @Override
    public long length(int part) {
      return ends.count(part) * width;
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
  public void read(long position, int[] ids, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(position, count, length());
    Objects.checkFromIndexSize(offset, count, ids.length);
    int done = 0;
    while (done < count) {
      int part = ends.partOf(position + done);
      long inPart = position + done - ends.start(part);
      done += readBlock(part, inPart, ids, offset + done, count - done);
    }
  }

  /** Reads up to {@code count} ids from one block and returns the number of ids that were read. */
  private int readBlock(int part, long inPart, int[] ids, int offset, int count)
      throws IOException {
    int blockTokens = PartFileFormat.BLOCK_BYTES / width;
    byte[] block = blocks.block(part, inPart / blockTokens);
    int first = (int) (inPart % blockTokens);
    int present = Math.min(count, block.length / width - first);
    for (int i = 0; i < present; i++) {
      int id = decode(block, (first + i) * width);
      if (id < 0 || id >= vocabularySize) {
        throw blocks.damaged(
            part,
            String.format(
                Locale.ROOT,
                "id %d at token %d, the vocabulary has %d",
                id,
                inPart + i,
                vocabularySize));
      }
      ids[offset + i] = id;
    }
    return present;
  }

  private int decode(byte[] block, int at) {
    int id = 0;
    for (int i = 0; i < width; i++) {
      id = (id << Byte.SIZE) | (block[at + i] & 0xFF);
    }
    return id;
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
