package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.training.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The decision on a challenger that is a version. Champion and challenger read the same held-out
 * rows: those of tables are stored once for both, and files must have the same content afterwards.
 *
 * @param corpus the held-out corpus, as the training corpus of settings
 * @param tables the tables of the retraining, if Spark reads them
 */
record HeldOutDecision(
    JavaSparkContext spark,
    UnfoldSettings settings,
    CorpusSettings corpus,
    Optional<RetrainingTables> tables,
    HeldOutFiles heldOut,
    PlanSelection plans) {

  /** A comparison of both models on contents with a given SHA-256. */
  @FunctionalInterface
  private interface Comparison {
    RetrainingDecision on(String heldOutSha256) throws IOException;
  }

  /**
   * Compares both models and commits the decision.
   *
   * @throws IOException if there is no decision; the plan is kept unless the failure will recur
   */
  RetrainingDecision decide(RetrainingPlan plan) throws IOException {
    Optional<String> reasonToAbandon = plans.reasonToAbandon(plan);
    if (reasonToAbandon.isPresent()) {
      throw plans.abandon(plan, reasonToAbandon.get());
    }
    RetrainingDecision decision =
        tables.isPresent() ? onRows(plan, tables.get()) : onFiles(plan, heldOut.read());
    plans.saves().run(() -> plans.journal().commit(decision));
    return decision;
  }

  private RetrainingDecision onRows(RetrainingPlan plan, RetrainingTables tables)
      throws IOException {
    return tables.withRows(
        corpus,
        rows ->
            compare(
                plan,
                rows.hashes(),
                sha256 -> {
                  try {
                    return comparison(plan, rows.settings(corpus)).decide(plan, sha256);
                  } catch (CorpusException e) {
                    throw rows.renamed(e);
                  }
                }));
  }

  private RetrainingDecision onFiles(RetrainingPlan plan, List<HashedFile> files)
      throws IOException {
    RetrainingDecision decision =
        compare(plan, files, sha256 -> comparison(plan, corpus).decide(plan, sha256));
    heldOut.requireUnchanged(plan, files); // a file that is missing now is no failure of the plan
    return decision;
  }

  private RetrainingDecision compare(
      RetrainingPlan plan, List<HashedFile> contents, Comparison comparison) throws IOException {
    String heldOutSha256 = heldOut.requireFrozen(contents);
    heldOut.requireApart(contents, plan.trained());
    try {
      return comparison.on(heldOutSha256);
    } catch (CorpusException | UntrainableException e) {
      plans.recordFailure(plan, () -> heldOut.withOthers(contents), e);
      throw e;
    }
  }

  /**
   * Returns the comparison of a plan.
   *
   * @param read the files or rows that both models read
   */
  private ChallengerComparison comparison(RetrainingPlan plan, CorpusSettings read)
      throws IOException {
    HeldOutCorpus scored =
        new HeldOutCorpus(
            spark,
            Kernels.choose(settings.engine(), Precision.F32),
            settings.evaluation(),
            corpus.train().stream().map(SparkTable::shown).toList(),
            read,
            plan.run() + "/held-out");
    return new ChallengerComparison(
        settings.evaluation().metric(), settings.retrain().margin(), scored, plans.store());
  }
}
