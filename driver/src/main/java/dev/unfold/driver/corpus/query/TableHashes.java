package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Hashes of the rows of tables that Spark reads, by which a change of a table is detected.
 *
 * @param cache the folder in which rows are stored while they are hashed
 */
public record TableHashes(JavaSparkContext spark, String cache) {
  /**
   * Hashes each training table of settings, with its condition.
   *
   * @param known the known hashes of versions of the tables
   * @throws IOException if a table cannot be read
   */
  public List<HashedFile> of(CorpusSettings settings, Collection<HashedFile> known)
      throws IOException {
    List<HashedFile> hashes = new ArrayList<>();
    for (String location : settings.train()) {
      TableVersion version =
          TableVersion.locate(SqlSession.like(spark), settings, location).version();
      String pinned = TableVersion.pinned(location, location + version.suffix());
      String path = SparkTable.shown(pinned);
      Optional<HashedFile> same =
          known.stream()
              .filter(table -> version.exists() && table.path().equals(path))
              .filter(table -> table.modified() == version.committed())
              .findFirst();
      hashes.add(
          same.isPresent()
              ? same.get()
              : hash(path, version.committed(), at(settings, List.of(pinned))));
    }
    return hashes;
  }

  private static CorpusSettings at(CorpusSettings settings, List<String> locations) {
    return settings.from(locations, settings.format(), settings.source(), settings.where().train());
  }

  private HashedFile hash(String path, long committed, CorpusSettings table) throws IOException {
    RowsHash content =
        new CorpusCache(cache, spark.hadoopConfiguration())
            .withTemporary(
                folder ->
                    StoredTable.write(
                            spark,
                            SparkTable.open(spark, table),
                            table.exampleColumns(),
                            folder.pathOf("rows"))
                        .content());
    return new HashedFile(path, content.rows(), committed, content.sha256());
  }

  /** Returns the location of a table in the version that was hashed, if it has versions. */
  public static String pinned(String location, HashedFile hashed) {
    return TableVersion.pinned(location, hashed.path());
  }

  /**
   * Returns why the version that settings pin can no longer be read, while the table can; empty if
   * it can be read.
   *
   * @param location the location of the table without a version
   * @throws IOException if the rows cannot be read for another reason
   */
  public Optional<String> lost(CorpusSettings pinned, String location) throws IOException {
    try {
      SparkTable.open(spark, pinned);
    } catch (IOException e) {
      if (!(e instanceof CorpusException) && !isMissingFile(e)) {
        throw e;
      }
      SparkTable.open(spark, at(pinned, List.of(location)));
      return Optional.of(e.getMessage());
    }
    try {
      hash("", 0, pinned);
      return Optional.empty();
    } catch (IOException e) {
      if (!isMissingFile(e)) {
        throw e;
      }
      return Optional.of(e.getMessage());
    }
  }

  private static boolean isMissingFile(IOException e) {
    return QueryFailure.causes(e).stream().anyMatch(FileNotFoundException.class::isInstance);
  }
}
