package dev.unfold.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * Reads a file repeatedly, each time with different damage. The file must be read, or rejected with
 * the exceptions of its reader; nothing else is thrown, reading is fast, and memory is proportional
 * to the size of the file.
 */
public final class ParserFuzzer {
  private static final long SPARE_BYTES = 8 << 20;
  private static final int BYTES_PER_BYTE = 100;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** An ordinary build makes one of so many runs; {@code -Dfuzzing.share=1} makes all. */
  private static final int SHARE = Integer.getInteger("fuzzing.share", 5);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final byte[] file;
  private final byte[] other;
  private final String named;
  private final List<Class<? extends IOException>> refusals;

  /** Reads a file that may be damaged. */
  public interface Reader {
    /** Reads the complete file. */
    void read(byte[] file) throws IOException;
  }

  /**
   * @param file a valid file
   * @param other a file from which ranges are mixed in
   * @param named the name that every message contains
   * @param refusals the exceptions with which the reader rejects a file
   */
  public ParserFuzzer(
      byte[] file, byte[] other, String named, List<Class<? extends IOException>> refusals) {
    this.file = file.clone();
    this.other = other.clone();
    this.named = named;
    this.refusals = List.copyOf(refusals);
  }

  /**
   * Attacks a reader on the calling thread.
   *
   * @param times the number of all runs, each with different damage, which is determined by the
   *     number of the run
   */
  public void run(int times, Reader reader) throws IOException {
    reader.read(file);
    int refused = 0;
    int runs = times / SHARE;
    for (int seed = 0; seed < runs; seed++) {
      byte[] damaged = new ByteCorruption(seed).of(file, other);
      if (refuses(reader, damaged, "damage of seed " + seed)) {
        refused++;
      }
    }
    assertThat(refused).as("files refused of %d", runs).isBetween(runs / 20, runs);
  }

  /**
   * Replaces the content of a file, or creates it. It is shortened after it was written, because
   * some file systems flush a file to the disk that is truncated and written again, and because
   * deleting and creating it would take several times as long.
   */
  public static void replace(Path file, byte[] damaged) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.wrap(damaged);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.truncate(damaged.length);
    }
  }

  /** Reads one file with the same checks and returns whether it was rejected. */
  public boolean refuses(Reader reader, byte[] damaged, String what) {
    long started = THREADS.getCurrentThreadCpuTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean refused = false;
    try {
      reader.read(damaged);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      refused = refusals.stream().anyMatch(refusal -> refusal.isInstance(e));
      if (!refused) {
        throw new AssertionError(what, e);
      }
      assertThat(e).as(what).hasMessageContaining(named);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated, %s, %d bytes", what, damaged.length)
        .isLessThan(SPARE_BYTES + (long) BYTES_PER_BYTE * damaged.length);
    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - started))
        .as("processor time, %s", what)
        .isLessThan(LONGEST);
    return refused;
  }
}
