package dev.unfold.driver.retraining;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.storage.lease.RunInUseException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.driver.training.state.OutcomeFile;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.WhereSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains a model again when its corpus has grown, and promotes it if it is better than the
 * champion. A retraining that was killed is resumed by the next start; completed steps are not
 * repeated.
 */
public final class Retraining {
  private final UnfoldSettings settings;
  private final ModelStore store;
  private final RetrainingPlanner planner;

  /**
   * Detects errors that are known before Spark starts. Changes nothing.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the settings lack the
   *     store or the files for the comparison
   * @throws IOException if a directory is on a file system that cannot commit, or files are missing
   */
  public Retraining(UnfoldSettings settings, Configuration configuration) throws IOException {
    require(!settings.store().dir().isEmpty(), "store.dir", "a folder for retrain", "none");
    require(
        settings.training().parent().isEmpty(),
        "training.parent",
        "none for retrain, which starts from the champion",
        settings.training().parent());
    require(
        !settings.retrain().heldOut().isEmpty() || !settings.corpus().test().isEmpty(),
        "retrain.held-out",
        "files or tables to compare on, or corpus.test",
        "none");
    requireTables(settings);
    this.settings = settings;
    new WriteAccessCheck("store.dir", configuration).requireFolder(settings.store().path());
    store = new ModelStore(settings.store().path(), configuration);
    planner = new RetrainingPlanner(settings, store.folder().path(), configuration);
    TrainingRun.check(settings, configuration);
    if (!isQuery()) {
      TextCorpusEncoder.requireText(heldOut(settings).train(), configuration);
    }
  }

  /** Checks what differs between files and tables that Spark reads. */
  private static void requireTables(UnfoldSettings settings) {
    CorpusSettings corpus = settings.corpus();
    String format = SettingKeys.of(corpus.format());
    boolean query = corpus.format().isQuery();
    require(
        query || corpus.where().equals(WhereSettings.all()),
        "corpus.where",
        "no values for retrain where corpus.format is " + format + ", which compares on all rows",
        "some");
    require(
        !query || corpus.train().size() == 1,
        "corpus.train",
        "one table for retrain where corpus.format is " + format,
        corpus.train().size());
    require(
        !query || settings.retrain().data() == RetrainSettings.Data.ALL,
        "retrain.data",
        "all where corpus.format is "
            + format
            + ", since a version of a table is learned as a whole",
        SettingKeys.of(settings.retrain().data()));
  }

  /** Returns the settings of the corpus for the comparison, as the one that is read. */
  private static CorpusSettings heldOut(UnfoldSettings settings) {
    CorpusSettings corpus = settings.corpus();
    List<String> own = settings.retrain().heldOut();
    return own.isEmpty()
        ? corpus.from(corpus.test(), corpus.format(), corpus.source(), corpus.where().test())
        : corpus.from(own, corpus.format(), corpus.source(), "");
  }

  private boolean isQuery() {
    return settings.corpus().format().isQuery();
  }

  /**
   * Returns a result if a listing shows that the last retraining, or the last check without
   * changes, used the same files and settings. It needs no Spark and reads no text, so nothing is
   * known of tables that Spark reads.
   */
  public Optional<RetrainingSummary> nothingNew() throws IOException {
    if (isQuery()) {
      return Optional.empty();
    }
    RetrainingJournal journal = new RetrainingJournal(store);
    long lastPromotion = store.lastPromotion();
    Optional<RetrainingJournal.DecidedPlan> last = journal.lastSettled();
    if (last.isEmpty() || journal.unfinished().isPresent()) {
      return Optional.empty();
    }
    RetrainingDecision decision = last.get().decision();
    List<SourceFile> listed = planner.list();
    if (!planner.isListedAs(last.get().plan(), listed)) {
      return new NoChangesFile(store.folder())
          .read()
          .filter(
              check ->
                  check.stillHolds(
                      decision.number(), lastPromotion, planner.settingsSha256(), listed))
          .map(
              check ->
                  new RetrainingSummary(
                      RetrainingSummary.Outcome.NOTHING_NEW, 0, RetrainingAttempt.NO_CHANGES));
    }
    return Optional.of(
        new RetrainingSummary(
            RetrainingSummary.Outcome.NOTHING_NEW,
            decision.number(),
            "the corpus is the one of retraining "
                + decision.number()
                + ", whose challenger was "
                + (decision.verdict() == RetrainingDecision.Verdict.PROMOTE
                    ? "promoted"
                    : "refused")));
  }

  /**
   * Plans, trains, compares, decides and promotes; completed steps are not repeated.
   *
   * @param stop checked before every round of training
   * @throws IOException if the retraining cannot continue; nothing that was committed is lost, and
   *     the champion is unchanged
   */
  public RetrainingSummary run(
      JavaSparkContext spark, BooleanSupplier stop, TrainingListener listener) throws IOException {
    try (Attempt attempt = claim(store.folder())) {
      return new OutcomeFile(attempt)
          .recording(
              () ->
                  new RetrainingAttempt(spark, settings, store, attempt, planner, heldOut(settings))
                      .run(stop, listener));
    }
  }

  private static Attempt claim(CommitFolder store) throws IOException {
    try {
      return new RunAttempts(store).claim();
    } catch (RunInUseException e) {
      throw e.ofStore();
    }
  }
}
