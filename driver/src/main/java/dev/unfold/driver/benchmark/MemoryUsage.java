package dev.unfold.driver.benchmark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The memory usage of this JVM, which is the only one in local mode.
 *
 * @param heapBytes the heap in use after a garbage collection
 * @param residentBytes the resident memory of the process; 0 if the system is not Linux
 * @param storageBytes the memory of Spark for broadcasts and results, over all executors
 * @param localFiles the number of files of this process in {@code spark.local.dir}, left by
 *     shuffles
 */
public record MemoryUsage(long heapBytes, long residentBytes, long storageBytes, long localFiles) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /** Returns the usage after a garbage collection. */
  static MemoryUsage now(JavaSparkContext spark) throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new MemoryUsage(heap, resident(), storage(spark), countLocalFiles());
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

  private static long countLocalFiles() throws IOException {
    long files = 0;
    for (File folder : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      files += filesIn(folder.toPath());
    }
    return files;
  }

  /**
   * Returns the number of files in a folder, any of which may be deleted meanwhile: Spark deletes
   * those of a shuffle in another thread.
   */
  static long filesIn(Path folder) throws IOException {
    AtomicLong files = new AtomicLong();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.incrementAndGet();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files.get();
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
