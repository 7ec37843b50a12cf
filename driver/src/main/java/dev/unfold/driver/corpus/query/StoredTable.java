package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.FileTables;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The rows of a table that Spark read, stored once in Parquet files, so that every pass over them
 * reads the same.
 *
 * @param table the table
 * @param folder the folder of the files
 * @param files the files
 */
public record StoredTable(SparkTable table, String folder, List<SourceFile> files) {
  /**
   * Computes and stores the rows.
   *
   * @param columns the columns that are stored; empty for all
   * @param folder a folder that does not exist yet and that every executor can reach
   * @throws CorpusException if the rows cannot be computed
   * @throws IOException if they cannot be read or written now, which may be different later
   */
  public static StoredTable write(
      JavaSparkContext spark, SparkTable table, List<String> columns, String folder)
      throws IOException {
    SparkTable selected = table.select(columns);
    SparkJobs.named(
        spark,
        "reading the table",
        () -> {
          write(selected, folder);
          return folder;
        });
    List<SourceFile> files = SourceFiles.list(List.of(folder), spark.hadoopConfiguration());
    return new StoredTable(selected, folder, files);
  }

  /** Counts and hashes the rows, for which all of them are read. */
  public RowsHash hash(JavaSparkContext spark) throws IOException {
    FileTable stored = FileTables.open(new TableSplitter(spark), files, CorpusFormat.PARQUET, true);
    return SparkJobs.run(spark, "hashing the rows", () -> RowsHash.of(stored.columns(), stored));
  }

  private static void write(SparkTable table, String folder) throws IOException {
    try {
      table.rows().write().option("compression", "snappy").parquet(folder);
    } catch (Exception e) {
      throw QueryFailure.ofRows(table.name(), e);
    }
  }

  /** Returns settings that read the stored rows as the training table. */
  public CorpusSettings settings(CorpusSettings settings) {
    return settings.from(List.of(folder), CorpusFormat.PARQUET, SourceSettings.none(), "");
  }

  /**
   * Returns the origin of the rows for provenance.
   *
   * @param content the number and the hash of the rows
   */
  public Map<String, Object> origin(RowsHash content) {
    Map<String, Object> origin = new LinkedHashMap<>(table.origin());
    origin.put("rows", content.rows());
    origin.put("sha256", content.sha256());
    return origin;
  }

  /** Returns an error whose message names the table in place of the stored files. */
  public CorpusException renamed(CorpusException error) {
    String path = folder.replaceFirst("^file:/+", "/");
    Pattern file =
        Pattern.compile(
            "(file:/*|[a-z0-9]+://[^/]*)?"
                + Pattern.quote(path)
                + "(/[^ :,\\]]*)?(?![^ :,\\]])(: row \\d+)?");
    String message =
        file.matcher(error.getMessage()).replaceAll(Matcher.quoteReplacement(table.name()));
    return new CorpusException(error.kind(), message);
  }
}
