package dev.unfold.driver.corpus;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.driver.storage.ShippedConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/** Hashes of files, computed on the cluster, each once while it is listed as it was. */
public final class FileHashes {
  private static final int MOST_TASKS = 1000;

  private final JavaSparkContext spark;
  private final Map<SourceFile, String> known = new HashMap<>();

  /**
   * @param known hashes of files as they were listed, which are taken to be still true
   */
  public FileHashes(JavaSparkContext spark, Collection<HashedFile> known) {
    this.spark = spark;
    known.forEach(file -> this.known.put(file.listed(), file.sha256()));
  }

  /**
   * Hashes files, in their order.
   *
   * @throws IOException if one cannot be read, or is not what it was when it was listed
   */
  public List<HashedFile> of(List<SourceFile> files) throws IOException {
    List<SourceFile> unknown = files.stream().filter(file -> !known.containsKey(file)).toList();
    if (!unknown.isEmpty()) {
      Hashing hashing = new Hashing(ShippedConfiguration.of(spark.hadoopConfiguration()));
      List<String> hashes =
          SparkJobs.run(
              spark,
              "hashing " + unknown.size() + " files",
              () ->
                  spark
                      .parallelize(unknown, Math.min(unknown.size(), MOST_TASKS))
                      .map(hashing::hash)
                      .collect());
      SourceFiles.requireUnchanged(unknown, spark.hadoopConfiguration());
      for (int i = 0; i < unknown.size(); i++) {
        known.put(unknown.get(i), hashes.get(i));
      }
    }
    List<HashedFile> hashed = new ArrayList<>();
    files.forEach(file -> hashed.add(HashedFile.of(file, known.get(file))));
    return hashed;
  }

  /**
   * Lists files and hashes them.
   *
   * @param paths files, folders or globs
   * @throws IOException as {@link #of}, or if a path leads to no file
   */
  public List<HashedFile> ofPaths(List<String> paths) throws IOException {
    return of(SourceFiles.list(paths, spark.hadoopConfiguration()));
  }

  private record Hashing(ShippedConfiguration hadoop) implements Serializable {
    String hash(SourceFile file) throws IOException {
      try (InputStream in = new StoredFile(file, hadoop.open()).open(0)) {
        return Sha256.of(in);
      }
    }
  }
}
