package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.corpus.query.TableHashes;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The tables of a retraining, if Spark finds and reads them. The training table is planned in the
 * version that it has when the plan is made; a table without versions is known by its rows alone.
 *
 * @param corpus the settings of the corpus
 */
record RetrainingTables(TableHashes hashes, CorpusSettings corpus) {
  /** Returns the tables of settings; empty if the corpus is in files. */
  static Optional<RetrainingTables> of(JavaSparkContext spark, UnfoldSettings settings) {
    CorpusSettings corpus = settings.corpus();
    String cache = corpus.cache().isEmpty() ? settings.run().dir() + "/corpus" : corpus.cache();
    return corpus.format().isQuery()
        ? Optional.of(new RetrainingTables(new TableHashes(spark, cache), corpus))
        : Optional.empty();
  }

  /**
   * Returns the training table as it is now.
   *
   * @param known the known hashes of its versions, with the same settings
   */
  List<HashedFile> training(Collection<HashedFile> known) throws IOException {
    return hashes.of(corpus, known);
  }

  /** Returns the tables of the validation; empty if there are none. */
  Optional<HeldOutFiles.Contents> validation() {
    return corpus.validation().isEmpty()
        ? Optional.empty()
        : Optional.of(
            contents(
                corpus.from(
                    corpus.validation(),
                    corpus.format(),
                    corpus.source(),
                    corpus.where().validation())));
  }

  /**
   * Returns the contents of tables. Reading them again reads no version again.
   *
   * @param read the tables, as the training corpus of settings
   */
  HeldOutFiles.Contents contents(CorpusSettings read) {
    List<HashedFile> known = new ArrayList<>();
    return () -> {
      List<HashedFile> now = hashes.of(read, known);
      known.clear();
      known.addAll(now);
      return now;
    };
  }

  /**
   * Runs work with the rows that tables have now, which are read and hashed in any case.
   *
   * @param read the tables, as the training corpus of settings
   */
  <T> T withRows(CorpusSettings read, TableHashes.Work<T> work) throws IOException {
    return hashes.withRows(read, work);
  }

  /** Returns the settings of the corpus with the version of a plan. */
  CorpusSettings planned(RetrainingPlan plan) {
    String location = TableHashes.pinned(corpus.train().get(0), plan.files().get(0));
    return corpus.with(List.of(location), List.of());
  }

  /**
   * Returns why the version of a plan can no longer be read; empty if it can, or if the table has
   * no versions, so that its rows are compared when they are read.
   *
   * @throws IOException if the table cannot be read for another reason
   */
  Optional<String> lost(RetrainingPlan plan) throws IOException {
    CorpusSettings planned = planned(plan);
    String location = corpus.train().get(0);
    return planned.train().get(0).equals(location)
        ? Optional.empty()
        : hashes
            .lost(planned, location)
            .map(reason -> SparkTable.shown(planned.train().get(0)) + " is gone: " + reason);
  }

  /** Describes a table and the one that a model was trained on before. */
  static String describe(HashedFile table, List<HashedFile> trained) {
    String before = trained.isEmpty() ? "" : ", after " + described(trained.get(0));
    return described(table) + before;
  }

  private static String described(HashedFile table) {
    return table.path() + " with " + table.size() + " rows";
  }
}
