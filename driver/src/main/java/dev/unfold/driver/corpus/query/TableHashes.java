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
      Current table = current(settings, location);
      TableVersion version = table.version();
      Optional<HashedFile> same =
          known.stream()
              .filter(hashed -> version.exists() && hashed.path().equals(table.path()))
              .filter(hashed -> hashed.modified() == version.committed())
              .findFirst();
      hashes.add(same.isPresent() ? same.get() : table.hashed(hash(table.settings())));
    }
    return hashes;
  }

  /** Work with rows that are stored meanwhile. */
  @FunctionalInterface
  public interface Work<T> {
    T run(StoredRows rows) throws IOException;
  }

  /**
   * Runs work with the rows that the training tables of settings, with their condition, have now.
   * They are all read, stored and hashed, also those of a known version.
   *
   * @throws IOException if a table cannot be read
   */
  public <T> T withRows(CorpusSettings settings, Work<T> work) throws IOException {
    return temporary(
        folder -> {
          List<HashedFile> hashes = new ArrayList<>();
          List<StoredTable> tables = new ArrayList<>();
          for (String location : settings.train()) {
            Current table = current(settings, location);
            StoredTable stored = store(table.settings(), folder.pathOf("rows-" + tables.size()));
            hashes.add(table.hashed(stored.hash(spark)));
            tables.add(stored);
          }
          return work.run(new StoredRows(hashes, tables));
        });
  }

  /** A table in the version that it has now. */
  private record Current(String path, TableVersion version, CorpusSettings settings) {
    HashedFile hashed(RowsHash content) {
      return new HashedFile(path, content.rows(), version.committed(), content.sha256());
    }
  }

  private Current current(CorpusSettings settings, String location) throws IOException {
    TableVersion version =
        TableVersion.locate(SqlSession.like(spark), settings, location).version();
    String pinned = TableVersion.pinned(location, location + version.suffix());
    return new Current(SparkTable.shown(pinned), version, at(settings, List.of(pinned)));
  }

  private static CorpusSettings at(CorpusSettings settings, List<String> locations) {
    return settings.from(locations, settings.format(), settings.source(), settings.where().train());
  }

  private RowsHash hash(CorpusSettings table) throws IOException {
    return temporary(folder -> store(table, folder.pathOf("rows")).hash(spark));
  }

  private StoredTable store(CorpusSettings table, String folder) throws IOException {
    return StoredTable.write(spark, SparkTable.open(spark, table), table.exampleColumns(), folder);
  }

  private <T> T temporary(CorpusCache.Work<T> work) throws IOException {
    return new CorpusCache(cache, spark.hadoopConfiguration()).withTemporary(work);
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
      hash(pinned);
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
