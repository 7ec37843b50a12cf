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
 * The memory of this JVM, which in local mode is all there is.
 *
 * @param heapBytes in use after a garbage collection
 * @param residentBytes of the process as the operating system sees it; 0 where it is not Linux
 * @param storageBytes that Spark keeps for broadcasts and results, over all executors
 * @param localFiles in the folders of {@code spark.local.dir}: what shuffles left
 */
public record MemoryUsage(long heapBytes, long residentBytes, long storageBytes, long localFiles) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /** Collects garbage and looks. */
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
    for (Tuple2<Object, Object> mostAndLeft :
        JavaConverters.mapAsJavaMap(spark.sc().getExecutorMemoryStatus()).values()) {
      bytes += (Long) mostAndLeft._1() - (Long) mostAndLeft._2();
    }
    return bytes;
  }

  private static long localFiles(JavaSparkContext spark) throws IOException {
    Path folder =
        Path.of(spark.getConf().get("spark.local.dir", System.getProperty("java.io.tmpdir")));
    try (Stream<Path> found = Files.list(folder)) {
      long files = 0;
      for (Path blocks : found.filter(MemoryUsage::holdsBlocks).toList()) {
        try (Stream<Path> all = Files.walk(blocks)) {
          files += all.filter(Files::isRegularFile).count();
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
   * @param round after which it was seen
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
