package dev.unfold.driver.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The memory usage of this JVM, which is the only one in local mode.
 *
 * @param heapBytes the heap in use after a garbage collection
 * @param residentBytes the resident memory of the process; 0 if the system is not Linux
 * @param storageBytes the memory of Spark for broadcasts and results, over all executors
 * @param localFiles the number of files in the folders of {@code spark.local.dir}, left by shuffles
 */
public record MemoryUsage(long heapBytes, long residentBytes, long storageBytes, long localFiles) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /** Returns the usage after a garbage collection. */
  static MemoryUsage now(JavaSparkContext spark) throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new MemoryUsage(heap, resident(), storage(spark), localFiles(spark));
  }

  private static long resident() throws IOException {
    if (Files.notExists(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }
  }

  private static long storage(JavaSparkContext spark) {
    long bytes = 0;
    for (Tuple2<Object, Object> maxAndRemaining :
        JavaConverters.mapAsJavaMap(spark.sc().getExecutorMemoryStatus()).values()) {
      bytes += (Long) maxAndRemaining._1() - (Long) maxAndRemaining._2();
    }
    return bytes;
  }

  private static long localFiles(JavaSparkContext spark) throws IOException {
    Path folder =
        Path.of(spark.getConf().get("spark.local.dir", System.getProperty("java.io.tmpdir")));
    try (Stream<Path> entries = Files.list(folder)) {
      long files = 0;
      for (Path blocks : entries.filter(MemoryUsage::holdsBlocks).toList()) {
        try (Stream<Path> paths = Files.walk(blocks)) {
          files += paths.filter(Files::isRegularFile).count();
        }
      }
      return files;
    }
  }

  private static boolean holdsBlocks(Path folder) {
    return folder.getFileName().toString().startsWith("blockmgr-");
  }

  /**
   * Returns the values as they are written to JSON.
   *
   * @param round the round after which it was measured
   */
  public Map<String, Object> describe(int round) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("round", round);
    values.put("heapBytes", heapBytes);
    values.put("residentBytes", residentBytes);
    values.put("storageBytes", storageBytes);
    values.put("localFiles", localFiles);
    return values;
  }
}
