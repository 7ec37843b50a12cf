package dev.unfold.driver.corpus.example.sequence;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.ExampleCodec;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The steps of one sequence after another. A sequence that is longer than a block is kept in a
 * temporary file; of its blocks, those that were read last are in memory.
 */
final class StepSpool implements Closeable {
  /** The number of bytes at which a block ends that has fewer steps. */
  private static final int BLOCK_BYTES = 1 << 18;

  private static final int KEPT_BLOCKS = 16;

  private final int blockSteps;
  private final Supplier<File> newFile;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Block, Example> kept = new LinkedHashMap<>(KEPT_BLOCKS, 0.75f, true);
  private ExampleBuilder filling = new ExampleBuilder();
  private int filled;
  private long filledBytes;
  private int steps;
  private long end;
  private File path;
  private RandomAccessFile file;

  /**
   * A block of steps.
   *
   * @param first its first step
   * @param end the step after its last one
   * @param position the position of its bytes in the file
   * @param bytes their number
   */
  private record Block(int first, int end, long position, int bytes) {}

  /**
   * @param blockSteps the number of steps at which a block ends
   * @param newFile creates the temporary file
   */
  StepSpool(int blockSteps, Supplier<File> newFile) {
    this.blockSteps = blockSteps;
    this.newFile = newFile;
  }

  /** Removes all steps. */
  void clear() {
    blocks.clear();
    kept.clear();
    filling = new ExampleBuilder();
    filled = 0;
    filledBytes = 0;
    steps = 0;
    end = 0;
  }

  /**
   * Adds a step after those that were added.
   *
   * @param bytes the number of its bytes
   */
  void add(Example step, int bytes) throws IOException {
    if (filled == blockSteps || filledBytes >= BLOCK_BYTES) {
      write();
    }
    filling.add(step);
    filled++;
    filledBytes += bytes;
    steps = Math.addExact(steps, 1);
  }

  /** Must be called after the last step was added, of which there is one. */
  void complete() throws IOException {
    if (blocks.isEmpty()) {
      Block only = new Block(0, steps, 0, 0);
      blocks.add(only);
      kept.put(only, filling.build());
    } else {
      write();
    }
  }

  private void write() throws IOException {
    byte[] bytes = ExampleCodec.encode(filling.build());
    if (file == null) {
      path = newFile.get();
      file = new RandomAccessFile(path, "rw");
    }
    file.seek(end);
    file.write(bytes);
    blocks.add(new Block(steps - filled, steps, end, bytes.length));
    end += bytes.length;
    filling = new ExampleBuilder();
    filled = 0;
    filledBytes = 0;
  }

  /** Returns the number of steps. */
  int steps() {
    return steps;
  }

  /** Returns about the number of steps of a block. */
  int stepsAtATime() {
    return blocks.get(0).end();
  }

  /** Returns some of the steps, of which there is at least one. */
  Example range(int from, int to) {
    int index = indexOf(from);
    Block block = blocks.get(index);
    if (to <= block.end()) {
      return range(block, from, to);
    }
    ExampleBuilder range = new ExampleBuilder();
    for (int at = from; at < to; at = block.end()) {
      block = blocks.get(index);
      range.add(range(block, at, Math.min(to, block.end())));
      index++;
    }
    return range.build();
  }

  private Example range(Block block, int from, int to) {
    Example all = read(block);
    return to - from == block.end() - block.first()
        ? all
        : all.range(from - block.first(), to - block.first());
  }

  /** Returns the index of the block that has a step. */
  private int indexOf(int step) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (blocks.get(middle).end() <= step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Example read(Block block) {
    Example known = kept.get(block);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[block.bytes()];
    try {
      file.seek(block.position());
      file.readFully(bytes);
      Example read = ExampleCodec.decode(bytes);
      if (kept.size() == KEPT_BLOCKS) {
        kept.remove(kept.keySet().iterator().next());
      }
      kept.put(block, read);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException("temporary file " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      if (!path.delete() && path.exists()) {
        throw new IOException("temporary file " + path + " cannot be deleted");
      }
    }
  }
}
