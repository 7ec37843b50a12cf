package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.PositionalInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cache of the blocks of an encoded corpus. A task alternates between many positions and reads
 * little at each, so recently read blocks and files are kept; at most about 16 MB.
 */
public final class BlockCache implements Closeable {
  private static final int KEPT_BLOCKS = 1024;
  private static final int KEPT_FILES = 64;

  private final CommitFolder folder;
  private final Listing listing;
  private final Map<Integer, PositionalInput> files = recentlyUsed(KEPT_FILES);
  private final Map<Block, byte[]> blocks = recentlyUsed(KEPT_BLOCKS);

  /** The files of a corpus by number. */
  public interface Listing {
    /** Returns the name of a file. */
    String name(int file);

    /** Returns the number of bytes of content that a file must have. */
    long length(int file);
  }

  private record Block(int file, long index) {}

  public BlockCache(CommitFolder folder, Listing listing) {
    this.folder = folder;
    this.listing = listing;
  }

  /** Returns the exception for a file that is damaged. */
  public IOException damaged(int file, String found) {
    return new IOException(path(file) + " is damaged or not a file of Unfold: " + found + remedy());
  }

  private String path(int file) {
    return folder.pathOf(listing.name(file));
  }

  private String remedy() {
    return "; delete "
        + folder
        + " and start again: the corpus is then encoded again, and a run resumes";
  }

  /**
   * Returns a block of a file; the caller must not modify it.
   *
   * @throws IOException naming the file if it has another length or cannot be read
   */
  public byte[] block(int file, long index) throws IOException {
    Block key = new Block(file, index);
    byte[] kept = blocks.get(key);
    if (kept != null) {
      return kept;
    }
    PositionalInput input = open(file);
    long left = listing.length(file) - index * PartFileFormat.BLOCK_BYTES;
    byte[] bytes = new byte[PartFileFormat.withChecksum(left)];
    input.readFully(PartFileFormat.start(index), bytes, 0, bytes.length);
    if (!PartFileFormat.verifies(bytes)) {
      throw damaged(
          file, "the checksum of the block at byte " + PartFileFormat.start(index) + " differs");
    }
    byte[] content = PartFileFormat.content(bytes);
    removeEldest(blocks, KEPT_BLOCKS);
    blocks.put(key, content);
    return content;
  }

  /** Reads {@code bytes.length} bytes of a file from {@code position} on. */
  public void read(int file, long position, byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      long at = position + done;
      byte[] block = block(file, at / PartFileFormat.BLOCK_BYTES);
      int first = (int) (at % PartFileFormat.BLOCK_BYTES);
      int count = Math.min(bytes.length - done, block.length - first);
      System.arraycopy(block, first, bytes, done, count);
      done += count;
    }
  }

  private PositionalInput open(int file) throws IOException {
    PositionalInput kept = files.get(file);
    if (kept != null) {
      return kept;
    }
    PositionalInput eldest = removeEldest(files, KEPT_FILES);
    if (eldest != null) {
      eldest.close();
    }
    String name = listing.name(file);
    if (!folder.exists(name)) {
      throw new IOException(path(file) + " is missing" + remedy());
    }
    PositionalInput input = folder.readPositional(name);
    files.put(file, input);
    long expected = PartFileFormat.size(listing.length(file));
    if (input.length() != expected) {
      throw damaged(file, input.length() + " bytes, expected " + expected);
    }
    return input;
  }

  private static <K, V> Map<K, V> recentlyUsed(int capacity) {
    float loadFactor = 0.75f;
    return new LinkedHashMap<>(capacity, loadFactor, true);
  }

  /** Makes room for another entry and returns the value that was removed, or null. */
  private static <K, V> V removeEldest(Map<K, V> map, int capacity) {
    if (map.size() < capacity) {
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
    IOException failure = null;
    for (PositionalInput file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    files.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
