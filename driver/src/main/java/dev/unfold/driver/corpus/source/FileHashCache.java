package dev.unfold.driver.corpus.source;

import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.CorpusException;
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

/**
 * A cache of file hashes that are computed on the cluster. A file is hashed once as long as its
 * listing does not change.
 */
public final class FileHashCache {
  private static final int MAX_TASKS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(FileHashCache.class);

  private final JavaSparkContext spark;
  private final Map<SourceFile, String> known = new HashMap<>();

  /**
   * @param known the hashes of files as they were listed, which are assumed to be valid
   */
  public FileHashCache(JavaSparkContext spark, Collection<HashedFile> known) {
    this.spark = spark;
    known.forEach(file -> this.known.put(file.listed(), file.sha256()));
  }

  /**
   * The result of hashing files.
   *
   * @param quiet the files that did not change since they were listed, with their hashes
   * @param changed the files that grew, shrank, were rewritten or were deleted meanwhile
   */
  public record Hashed(List<HashedFile> quiet, List<SourceFile> changed) {}

  /**
   * Hashes files in their order; files that change meanwhile are listed separately.
   *
   * @throws IOException if one cannot be read
   */
  public Hashed hash(List<SourceFile> files) throws IOException {
    List<SourceFile> unknown = files.stream().filter(file -> !known.containsKey(file)).toList();
    Set<SourceFile> changed = unknown.isEmpty() ? Set.of() : addHashes(unknown);
    return new Hashed(
        files.stream()
            .filter(file -> !changed.contains(file))
            .map(file -> HashedFile.of(file, known.get(file)))
            .toList(),
        List.copyOf(changed));
  }

  /** Adds the hashes of files to the cache and returns the files that changed meanwhile. */
  private Set<SourceFile> addHashes(List<SourceFile> files) throws IOException {
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
                JavaSerialized.collect(
                    SparkJobs.parts(spark, files, Math.min(files.size(), MAX_TASKS))
                        .map(hashing::read)));
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
   * @param paths the files, folders or globs
   * @throws CorpusException if a path matches no file, or a file changes meanwhile
   * @throws IOException if a file cannot be read
   */
  public List<HashedFile> ofPaths(List<String> paths) throws IOException {
    Hashed hashed = hash(SourceFiles.list(paths, spark.hadoopConfiguration()));
    List<String> faults = new ArrayList<>();
    hashed.changed().forEach(file -> faults.add(file.path() + " changed while it was read"));
    MessageSummary.sorted(faults).requireNone();
    return hashed.quiet();
  }

  /**
   * The hash of a file, as a task computed it.
   *
   * @param size the size in bytes; negative if the file no longer exists
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
