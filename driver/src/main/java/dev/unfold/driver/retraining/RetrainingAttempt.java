package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.FileHashCache;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.driver.storage.commit.RetryPolicy;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One retraining of a claimed store, from its plan to its promotion. */
final class RetrainingAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RetrainingAttempt.class);

  static final String NO_CHANGES = "no file has new content";

  /** The maximum number of plans of one call, in case the corpus changes whenever it is read. */
  private static final int MAX_PLANS = 5;

  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final ModelStore store;
  private final RetrainingPlanner planner;
  private final RetrainingJournal journal;
  private final Optional<RetrainingTables> tables;
  private final HeldOutFiles heldOut;
  private final FencedWrites saves;
  private final StableFiles stableFiles;
  private final PlanSelection plans;
  private final HeldOutDecision decision;
  private final ChallengerReport report;

  /**
   * @param attempt the attempt that owns the store
   * @param heldOutCorpus the corpus for the comparison, as the training corpus of settings
   */
  RetrainingAttempt(
      JavaSparkContext spark,
      UnfoldSettings settings,
      ModelStore store,
      Attempt attempt,
      RetrainingPlanner planner,
      CorpusSettings heldOutCorpus) {
    this.spark = spark;
    this.settings = settings;
    this.store = store;
    this.planner = planner;
    journal = new RetrainingJournal(store);
    tables = RetrainingTables.of(spark, settings);
    heldOut = heldOut(heldOutCorpus);
    saves =
        new FencedWrites(
            attempt, new RetryPolicy(Duration.ofSeconds(settings.checkpoint().retrySeconds())));
    stableFiles = new StableFiles(spark);
    plans = new PlanSelection(store, journal, planner, stableFiles, tables, heldOut, saves);
    decision = new HeldOutDecision(spark, settings, heldOutCorpus, tables, heldOut, plans);
    List<String> names = heldOutCorpus.train().stream().map(SparkTable::shown).toList();
    report = new ChallengerReport(settings, names, spark.hadoopConfiguration());
  }

  private HeldOutFiles heldOut(CorpusSettings heldOutCorpus) {
    FileHashCache hashes = new FileHashCache(spark, List.of());
    List<String> files = new ArrayList<>();
    if (settings.network() instanceof ForeignNetworkSettings foreign) {
      files.add(foreign.configuration());
    }
    if (tables.isEmpty()) {
      files.addAll(settings.corpus().validation());
    }
    List<HeldOutFiles.Contents> others = new ArrayList<>();
    if (!files.isEmpty()) {
      others.add(() -> hashes.ofPaths(files));
    }
    tables.flatMap(RetrainingTables::validation).ifPresent(others::add);
    return new HeldOutFiles(
        tables.isPresent()
            ? tables.get().contents(heldOutCorpus)
            : () -> hashes.ofPaths(heldOutCorpus.train()),
        others,
        journal,
        settings.retrain().newHeldOut());
  }

  RetrainingSummary run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    store.sweepTemporaries();
    journal.sweepTemporaries();
    retain();
    List<HashedFile> compared = heldOut.read();
    heldOut.requireFrozen(compared);
    for (int plansMade = 1; ; plansMade++) {
      Optional<RetrainingPlan> plan = plans.planToRun(compared);
      if (plan.isEmpty()) {
        return nothingNew();
      }
      try {
        return execute(plan.get(), compared, stop, listener);
      } catch (CorpusChangedException e) {
        if (plansMade == MAX_PLANS) {
          throw e;
        }
      }
    }
  }

  private RetrainingSummary nothingNew() {
    int waiting = stableFiles.waiting().size();
    return new RetrainingSummary(
        RetrainingSummary.Outcome.NOTHING_NEW,
        0,
        tables.isPresent()
            ? "the table has the rows of the last retraining"
            : waiting == 0
                ? NO_CHANGES
                : NO_CHANGES + ", except " + waiting + " that changed while being read");
  }

  private RetrainingSummary execute(
      RetrainingPlan plan,
      List<HashedFile> compared,
      BooleanSupplier stop,
      TrainingListener listener)
      throws IOException {
    LOG.info(
        "retraining {}: {}; training on {}",
        plan.number(),
        plan.changes(),
        FileCount.described(plan.trainListed()));
    if (!store.versions().contains(plan.number())) {
      if (train(plan, compared, stop, listener) == RunOutcome.INTERRUPTED) {
        report.write(plan);
        return new RetrainingSummary(
            RetrainingSummary.Outcome.INTERRUPTED, plan.number(), "interrupted while training");
      }
      addVersion(plan);
    }
    Optional<RetrainingDecision> earlier = journal.decision(plan.number());
    RetrainingDecision decided = earlier.isPresent() ? earlier.get() : decision.decide(plan);
    boolean promoted = decided.verdict() == RetrainingDecision.Verdict.PROMOTE;
    if (promoted) {
      promote(plan, decided);
    }
    LOG.info("retraining {}: {}", plan.number(), decided.reason());
    report.write(plan, decided);
    retain();
    return new RetrainingSummary(
        promoted ? RetrainingSummary.Outcome.PROMOTED : RetrainingSummary.Outcome.REFUSED,
        plan.number(),
        decided.reason());
  }

  private RunOutcome train(
      RetrainingPlan plan,
      List<HashedFile> compared,
      BooleanSupplier stop,
      TrainingListener listener)
      throws IOException {
    String parent = isWarm(plan) ? store.pathOf(plan.champion()) : "";
    return new ChallengerTraining(spark, settings, planner, heldOut, compared, plans)
        .run(plan, parent, stop, listener);
  }

  private boolean isWarm(RetrainingPlan plan) {
    return plan.champion() > 0 && settings.retrain().start() == RetrainSettings.Start.CHAMPION;
  }

  private void addVersion(RetrainingPlan plan) throws IOException {
    List<HashedFile> parent =
        isWarm(plan) ? Challenger.trainedFilesOf(store.open(plan.champion())) : List.of();
    Configuration hadoop = spark.hadoopConfiguration();
    ModelFolder trained =
        ModelFolder.of(Commit.open(CommitFolder.open(plan.run(), hadoop).child(RunFiles.MODEL)));
    Challenger challenger = new Challenger(plan, parent, trained);
    List<SourceFile> changedWhenRead =
        tables.isPresent() ? List.of() : challenger.changedWhenRead();
    if (!changedWhenRead.isEmpty()) {
      throw plans.abandon(plan, changedWhenRead, null);
    }
    LOG.info("retraining {}: adding the model to {}", plan.number(), store.folder());
    CommitWriter.Filler files = challenger.files();
    saves.run(() -> store.add(plan.number(), files));
  }

  private void promote(RetrainingPlan plan, RetrainingDecision decision) throws IOException {
    if (store.lastPromotion() == plan.base()) {
      Promotion promotion =
          Promotion.ofRetraining(plan.base() + 1, plan.number(), decision.reason(), decision.at());
      saves.run(() -> store.promote(promotion));
    }
    if (!journal.isPromoted(plan)) {
      throw new StorageException(
          store.folder()
              + ": the challenger of retraining "
              + plan.number()
              + " was to be promotion "
              + (plan.base() + 1)
              + ", but another promotion came first; run the command again for a new plan");
    }
  }

  /** Deletes the oldest versions and training runs beyond the limit; a failure is only logged. */
  private void retain() {
    int keep = settings.store().keep();
    try {
      store.retain(keep);
      CommitFolder runs = CommitFolder.open(settings.run().dir(), spark.hadoopConfiguration());
      List<Long> numbers = journal.numbers();
      for (long old : numbers.subList(0, Math.max(0, numbers.size() - keep))) {
        runs.delete(planner.runName(old));
      }
    } catch (IOException e) {
      LOG.warn(
          "could not delete old versions and runs (will be retried later): {}", e.getMessage());
    }
  }
}
