package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.FileHashCache;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a corpus that are not being written. A file that changes while it is read waits for
 * the next retraining, which uses the stable files without it.
 */
final class StableFiles {
  private static final Logger LOG = LoggerFactory.getLogger(StableFiles.class);

  private static final int MAX_NAMES = 10;

  private final JavaSparkContext spark;
  private final SortedSet<String> waiting = new TreeSet<>();

  StableFiles(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Hashes the files that do not wait, in their order.
   *
   * @param known the known hashes of files as they were listed
   * @throws IOException if a file cannot be read
   */
  List<HashedFile> of(List<SourceFile> files, Collection<HashedFile> known) throws IOException {
    FileHashCache.Hashed hashed =
        new FileHashCache(spark, known)
            .hash(files.stream().filter(file -> !waiting.contains(file.path())).toList());
    skip(hashed.changed());
    return hashed.quiet();
  }

  /** Logs that files wait for the next retraining, and skips them. */
  void skip(List<SourceFile> changed) {
    if (changed.isEmpty()) {
      return;
    }
    changed.forEach(file -> waiting.add(file.path()));
    LOG.warn(skipping(changed));
  }

  static String skipping(List<SourceFile> changed) {
    boolean one = changed.size() == 1;
    return "skipping "
        + FileCount.of(changed.size())
        + " of the corpus until the next retraining because "
        + (one ? "it changed while it was read: " : "they changed while they were read: ")
        + named(changed);
  }

  private static String named(List<SourceFile> files) {
    List<String> names = new ArrayList<>();
    files.stream().map(SourceFile::path).sorted().limit(MAX_NAMES).forEach(names::add);
    if (files.size() > MAX_NAMES) {
      names.add("and " + (files.size() - MAX_NAMES) + " more");
    }
    return String.join(", ", names);
  }

  /** Returns the paths of the files that wait. */
  SortedSet<String> waiting() {
    return new TreeSet<>(waiting);
  }
}
