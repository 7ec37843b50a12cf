package dev.unfold.driver.corpus;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.SerializedHadoopConfiguration;
import dev.unfold.driver.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hashes of files, computed on the cluster, each once while it is listed as it was. */
public final class FileHashCache {
  private static final int MOST_TASKS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(FileHashCache.class);

  private final JavaSparkContext spark;
  private final Map<SourceFile, String> known = new HashMap<>();

  /**
   * @param known hashes of files as they were listed, which are taken to be still true
   */
  public FileHashCache(JavaSparkContext spark, Collection<HashedFile> known) {
    this.spark = spark;
    known.forEach(file -> this.known.put(file.listed(), file.sha256()));
  }

  /**
   * Files after they were hashed.
   *
   * @param quiet those that are still what they were when they were listed, with their hashes
   * @param changed those that grew, shrank, were written anew or went away meanwhile
   */
  public record Hashed(List<HashedFile> quiet, List<SourceFile> changed) {}

  /**
   * Hashes files, in their order; those that change meanwhile are told apart.
   *
   * @throws IOException if one cannot be read
   */
  public Hashed hash(List<SourceFile> files) throws IOException {
    List<SourceFile> unknown = files.stream().filter(file -> !known.containsKey(file)).toList();
    Set<SourceFile> changed = unknown.isEmpty() ? Set.of() : learn(unknown);
    return new Hashed(
        files.stream()
            .filter(file -> !changed.contains(file))
            .map(file -> HashedFile.of(file, known.get(file)))
            .toList(),
        List.copyOf(changed));
  }

  /** Adds the hashes of files to those that are known, but for files that changed meanwhile. */
  private Set<SourceFile> learn(List<SourceFile> files) throws IOException {
    LOG.info(
        "hashing {}, {} bytes",
        FileCount.described(files),
        files.stream().mapToLong(SourceFile::size).sum());
    Hashing hashing = new Hashing(SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    List<Content> contents =
        SparkJobs.run(
            spark,
            "hashing " + FileCount.of(files.size()),
            () ->
                spark
                    .parallelize(files, Math.min(files.size(), MOST_TASKS))
                    .map(hashing::read)
                    .collect());
    Set<SourceFile> changed =
        new HashSet<>(SourceFiles.changed(files, spark.hadoopConfiguration()));
    for (int i = 0; i < files.size(); i++) {
      SourceFile file = files.get(i);
      if (contents.get(i).size() != file.size()) {
        changed.add(file);
      }
      if (!changed.contains(file)) {
        known.put(file, contents.get(i).sha256());
      }
    }
    return changed;
  }

  /**
   * Lists files and hashes them.
   *
   * @param paths files, folders or globs
   * @throws CorpusException if a path leads to no file, or a file changes meanwhile
   * @throws IOException if a file cannot be read
   */
  public List<HashedFile> ofPaths(List<String> paths) throws IOException {
    Hashed hashed = hash(SourceFiles.list(paths, spark.hadoopConfiguration()));
    List<String> complaints = new ArrayList<>();
    hashed.changed().forEach(file -> complaints.add(file.path() + " changed while it was read"));
    FaultSummary.sorted(complaints).requireNone();
    return hashed.quiet();
  }

  /**
   * The hash of a file, as a task computed it.
   *
   * @param size in bytes; negative where there is no such file any more
   */
  private record Content(long size, String sha256) implements Serializable {
    static final Content MISSING = new Content(-1, "");
  }

  private record Hashing(SerializedHadoopConfiguration hadoop) implements Serializable {
    Content read(SourceFile file) throws IOException {
      MessageDigest digest = Sha256.newDigest();
      try (InputStream in =
          new DigestInputStream(new RawSourceFile(file, hadoop.open()).open(0), digest)) {
        long size = in.transferTo(OutputStream.nullOutputStream());
        return new Content(size, Sha256.hex(digest));
      } catch (CorpusException e) {
        return Content.MISSING;
      }
    }
  }
}
