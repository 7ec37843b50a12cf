package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.FileHashes;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.Patience;
import dev.unfold.driver.storage.StorageException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import dev.unfold.driver.training.RunOutcome;
import dev.unfold.driver.training.TrainingException;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.worker.settings.Precision;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One retraining of a store that is claimed, from its plan to its promotion. */
final class Night {
  /** Users know the retraining, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(Retraining.class);

  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final ModelStore store;
  private final Planner planner;
  private final Journal journal;
  private final HeldOutFiles heldOut;
  private final Saves saves;
  private final Plans plans;
  private final ChallengerReport report;

  /**
   * @param attempt that owns the store
   * @param heldOutPaths of the corpus to compare on
   */
  Night(
      JavaSparkContext spark,
      UnfoldSettings settings,
      ModelStore store,
      Attempt attempt,
      Planner planner,
      List<String> heldOutPaths) {
    this.spark = spark;
    this.settings = settings;
    this.store = store;
    this.planner = planner;
    journal = new Journal(store);
    heldOut =
        new HeldOutFiles(
            new FileHashes(spark, List.of()),
            journal,
            heldOutPaths,
            settings.retrain().newHeldOut());
    saves =
        new Saves(attempt, new Patience(Duration.ofSeconds(settings.checkpoint().retrySeconds())));
    plans = new Plans(spark, store, journal, planner, heldOut, saves);
    report = new ChallengerReport(settings, heldOutPaths, spark.hadoopConfiguration());
  }

  Retraining.Result run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    store.sweepTemporaries();
    journal.sweepTemporaries();
    retain();
    heldOut.requireFrozen();
    Optional<Plan> plan = plans.current();
    return plan.isEmpty()
        ? new Retraining.Result(
            Retraining.Outcome.NOTHING_NEW, 0, "no file has content that is not known")
        : carryOut(plan.get(), stop, listener);
  }

  private Retraining.Result carryOut(Plan plan, BooleanSupplier stop, TrainingListener listener)
      throws IOException {
    LOG.info(
        "retraining {}: {}; training on {} files",
        plan.number(),
        plan.changes(),
        plan.train().size());
    if (!store.versions().contains(plan.number())) {
      if (train(plan, stop, listener) == RunOutcome.INTERRUPTED) {
        report.write(plan);
        return new Retraining.Result(
            Retraining.Outcome.INTERRUPTED, plan.number(), "interrupted while training");
      }
      addVersion(plan);
    }
    Optional<Decision> earlier = journal.decision(plan.number());
    Decision decision = earlier.isPresent() ? earlier.get() : decide(plan);
    boolean promoted = decision.verdict() == Decision.Verdict.PROMOTE;
    if (promoted) {
      promote(plan, decision);
    }
    LOG.info("retraining {}: {}", plan.number(), decision.reason());
    report.write(plan, decision);
    retain();
    return new Retraining.Result(
        promoted ? Retraining.Outcome.PROMOTED : Retraining.Outcome.REFUSED,
        plan.number(),
        decision.reason());
  }

  private RunOutcome train(Plan plan, BooleanSupplier stop, TrainingListener listener)
      throws IOException {
    String parent = isWarm(plan) ? store.pathOf(plan.champion()) : "";
    UnfoldSettings run =
        settings.with(
            settings.corpus().with(plan.train(), List.of()),
            settings.training().withParent(parent),
            new RunSettings(plan.run(), settings.run().tensorboard()));
    try {
      return new TrainingRun(spark, run, listener).run(stop);
    } catch (TrainingException e) {
      plans.end(plan, Decision.Verdict.FAILED, e.getMessage());
      throw e;
    }
  }

  private boolean isWarm(Plan plan) {
    return plan.champion() > 0 && settings.retrain().start() == RetrainSettings.Start.CHAMPION;
  }

  private void addVersion(Plan plan) throws IOException {
    List<HashedFile> parent =
        isWarm(plan) ? Challenger.learntBy(store.open(plan.champion())) : List.of();
    Configuration hadoop = spark.hadoopConfiguration();
    ModelFolder trained =
        ModelFolder.of(CommitFolder.open(plan.run(), hadoop).openCommit(TrainingRun.MODEL));
    Challenger challenger = new Challenger(plan, parent, trained);
    if (!challenger.readWhatWasPlanned()) {
      giveUp(plan, "a file of the corpus changed before it was read");
    }
    saves.run(
        () -> {
          if (!store.versions().contains(plan.number())) {
            store.add(plan.number(), challenger.files());
          }
        });
  }

  /** Ends a plan that something else overtook. */
  private void giveUp(Plan plan, String reason) throws IOException {
    plans.end(plan, Decision.Verdict.VOID, reason);
    throw new StorageException(
        store.folder()
            + ": retraining "
            + plan.number()
            + " is given up: "
            + reason
            + "; the next call begins anew");
  }

  private Decision decide(Plan plan) throws IOException {
    Optional<String> obstacle = plans.obstacle(plan);
    if (obstacle.isPresent()) {
      giveUp(plan, obstacle.get());
    }
    String heldOutSha256 = heldOut.requireFrozen();
    HeldOut scored =
        new HeldOut(
            spark,
            Kernels.choose(settings.engine(), Precision.F32),
            settings.evaluation(),
            heldOut.paths(),
            plan.run() + "/held-out");
    Comparison comparison =
        new Comparison(settings.evaluation().metric(), settings.retrain().margin(), scored, store);
    try {
      Decision decision = comparison.decide(plan, heldOutSha256);
      saves.run(() -> journal.commit(decision));
      return decision;
    } catch (CorpusException | TrainingException e) {
      plans.end(plan, Decision.Verdict.FAILED, e.getMessage());
      throw e;
    }
  }

  private void promote(Plan plan, Decision decision) throws IOException {
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
              + ", but another came first; the next call begins anew");
    }
  }

  /** Deletes versions and training runs that are too many; what cannot be deleted stays. */
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
      LOG.warn("old versions and runs could not be deleted now: {}", e.getMessage());
    }
  }
}
