package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.PositionalInput;
import dev.unfold.worker.sequence.TokenSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The ids of an encoded corpus at any position. Lanes read a little each from many places in turn,
 * so recently read blocks and files are kept; about 16 MB at most.
 */
public final class EncodedTokens implements TokenSource, Closeable {
  private static final int KEPT_BLOCKS = 1024;
  private static final int KEPT_FILES = 64;

  private final CommitFolder folder;
  private final long[] ends;
  private final int width;
  private final int vocabularySize;
  private final Map<Integer, PositionalInput> files = recentlyUsed(KEPT_FILES);
  private final Map<Block, byte[]> blocks = recentlyUsed(KEPT_BLOCKS);

  private record Block(int part, long index) {}

  /**
   * @param ends tokens of the parts up to each, itself included
   */
  EncodedTokens(CommitFolder folder, long[] ends, int width, int vocabularySize) {
    this.folder = folder;
    this.ends = ends;
    this.width = width;
    this.vocabularySize = vocabularySize;
  }

  @Override
  public long length() {
    return ends[ends.length - 1];
  }

  /**
   * @throws IOException naming the part if it is gone, damaged, foreign or cannot be read
   */
  @Override
  public void read(long position, int[] ids, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(position, count, length());
    Objects.checkFromIndexSize(offset, count, ids.length);
    int done = 0;
    while (done < count) {
      int part = partOf(position + done);
      long inPart = position + done - startOf(part);
      done += readBlock(part, inPart, ids, offset + done, count - done);
    }
  }

  private int partOf(long position) {
    int found = Arrays.binarySearch(ends, position);
    if (found < 0) {
      return -found - 1;
    }
    int part = found + 1;
    while (ends[part] == position) {
      part++; // empty parts end where the one before ends
    }
    return part;
  }

  private long startOf(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  /** Ids that were read: those that are wanted, or what the block has of them. */
  private int readBlock(int part, long inPart, int[] ids, int offset, int count)
      throws IOException {
    int blockTokens = PartFile.BLOCK_BYTES / width;
    byte[] block = block(new Block(part, inPart / blockTokens));
    int first = (int) (inPart % blockTokens);
    int present = Math.min(count, (block.length - PartFile.CHECKSUM_BYTES) / width - first);
    for (int i = 0; i < present; i++) {
      int id = decode(block, (first + i) * width);
      if (id < 0 || id >= vocabularySize) {
        throw damaged(
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

  private byte[] block(Block wanted) throws IOException {
    byte[] kept = blocks.get(wanted);
    if (kept != null) {
      return kept;
    }
    PositionalInput file = file(wanted.part());
    long start = PartFile.start(wanted.index());
    long most = PartFile.start(1);
    byte[] bytes = new byte[(int) Math.min(most, file.length() - start)];
    file.readFully(start, bytes, 0, bytes.length);
    if (!PartFile.verifies(bytes)) {
      throw damaged(wanted.part(), "the checksum of the block at byte " + start + " differs");
    }
    removeEldest(blocks, KEPT_BLOCKS);
    blocks.put(wanted, bytes);
    return bytes;
  }

  private PositionalInput file(int part) throws IOException {
    PositionalInput kept = files.get(part);
    if (kept != null) {
      return kept;
    }
    PositionalInput eldest = removeEldest(files, KEPT_FILES);
    if (eldest != null) {
      eldest.close();
    }
    String name = EncodedManifest.partName(part);
    if (!folder.exists(name)) {
      throw new IOException(folder.pathOf(name) + " is missing" + remedy());
    }
    PositionalInput file = folder.readPositional(name);
    files.put(part, file);
    long expected = PartFile.size((ends[part] - startOf(part)) * width);
    if (file.length() != expected) {
      throw damaged(part, file.length() + " bytes, expected " + expected);
    }
    return file;
  }

  private IOException damaged(int part, String how) {
    String path = folder.pathOf(EncodedManifest.partName(part));
    return new IOException(path + " is foreign or damaged: " + how + remedy());
  }

  private String remedy() {
    return "; delete " + folder + " and start again: the text is encoded anew, a run goes on";
  }

  private static <K, V> Map<K, V> recentlyUsed(int most) {
    float loadFactor = 0.75f;
    return new LinkedHashMap<>(most, loadFactor, true);
  }

  /** Makes room for one more; what had to go, or null. */
  private static <K, V> V removeEldest(Map<K, V> map, int most) {
    if (map.size() < most) {
      return null;
    }
    Map.Entry<K, V> eldest = map.entrySet().iterator().next();
    V value = eldest.getValue();
    map.remove(eldest.getKey());
    return value;
  }

  @Override
  public void close() throws IOException {
    blocks.clear();
    for (PositionalInput file : files.values()) {
      file.close();
    }
    files.clear();
  }
}
