package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.TableReader;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Detects changes of the recordings that the rows of a table name.
 *
 * @param files the files of the table
 * @param settings the settings of the table
 */
record RecordingsCheck(JavaSparkContext spark, List<SourceFile> files, CorpusSettings settings) {
  /** Returns a hash of the recordings as they are now; empty if no input is audio. */
  String hash() throws IOException {
    return SparkJobs.named(
        spark,
        "listing the recordings",
        () -> new TableReader(new TableSplitter(spark), settings).recordings(files));
  }

  /**
   * Compares the recordings with their hash before.
   *
   * @throws CorpusException if one has changed
   */
  void requireUnchanged(String before) throws IOException {
    if (!hash().equals(before)) {
      throw new CorpusException(
          "a recording of " + FileCount.described(files) + " changed while it was read");
    }
  }
}
