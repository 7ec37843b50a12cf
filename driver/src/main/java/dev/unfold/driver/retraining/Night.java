package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.FileHashes;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.corpus.SourceFiles;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.Patience;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.driver.storage.StorageException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.ModelStore.Champion;
import dev.unfold.driver.store.Promotion;
import dev.unfold.driver.training.RunOutcome;
import dev.unfold.driver.training.TrainingException;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.Precision;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private final Attempt attempt;
  private final Planner planner;
  private final List<String> heldOutPaths;
  private final Journal journal;
  private final PlanProgress progress;
  private final Patience patience;
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
    this.attempt = attempt;
    this.planner = planner;
    this.heldOutPaths = heldOutPaths;
    journal = new Journal(store);
    progress = new PlanProgress(store, journal);
    patience = new Patience(Duration.ofSeconds(settings.checkpoint().retrySeconds()));
    report = new ChallengerReport(settings, heldOutPaths, spark.hadoopConfiguration());
  }

  Retraining.Result run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    store.sweepTemporaries();
    journal.sweepTemporaries();
    String heldOutSha256 = heldOutSha256();
    dropObsoletePlan();
    Optional<Plan> plan = progress.unfinished();
    if (plan.isEmpty()) {
      plan = newPlan();
    }
    if (plan.isEmpty()) {
      return new Retraining.Result(
          Retraining.Outcome.NOTHING_NEW, 0, "no file has content that is not known");
    }
    return carryOut(plan.get(), heldOutSha256, stop, listener);
  }

  private Retraining.Result carryOut(
      Plan plan, String heldOutSha256, BooleanSupplier stop, TrainingListener listener)
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
            Retraining.Outcome.INTERRUPTED, plan.number(), "told to stop while training");
      }
      addVersion(plan);
    }
    Optional<Decision> earlier = journal.decision(plan.number());
    Decision decision = earlier.isPresent() ? earlier.get() : decide(plan, heldOutSha256);
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

  /** Of the contents of the held-out files; refuses others than those of the last decision. */
  private String heldOutSha256() throws IOException {
    List<HashedFile> files =
        new FileHashes(spark, List.of())
            .of(SourceFiles.list(heldOutPaths, spark.hadoopConfiguration()));
    String found =
        Sha256.of(String.join("\n", files.stream().map(HashedFile::sha256).sorted().toList()));
    Optional<Journal.Settled> last = journal.lastSettled();
    boolean same = last.isEmpty() || last.get().decision().heldOutSha256().equals(found);
    InvalidSettingException.require(
        same || settings.retrain().newHeldOut(),
        "retrain.held-out",
        "the corpus that retraining "
            + last.map(settled -> settled.plan().number()).orElse(0L)
            + " was decided on (retrain.new-held-out = true accepts another)",
        "one of other content, " + found);
    return found;
  }

  private void dropObsoletePlan() throws IOException {
    Optional<Plan> plan = progress.unfinished();
    if (plan.isEmpty() || journal.decision(plan.get().number()).isPresent()) {
      return;
    }
    Optional<String> obstacle = obstacle(plan.get());
    if (obstacle.isPresent()) {
      LOG.warn("retraining {} is given up: {}", plan.get().number(), obstacle.get());
      decideWithout(plan.get(), Decision.Verdict.VOID, obstacle.get());
    }
  }

  private Optional<String> obstacle(Plan plan) throws IOException {
    if (store.lastPromotion() != plan.base()) {
      return Optional.of("promotion " + store.lastPromotion() + " came first");
    }
    return store.versions().contains(plan.number()) ? Optional.empty() : planner.obstacle(plan);
  }

  private Optional<Plan> newPlan() throws IOException {
    Optional<Champion> champion = store.champion();
    Planner.Standing standing =
        champion.isEmpty()
            ? new Planner.Standing(store.lastPromotion(), 0, List.of())
            : new Planner.Standing(
                store.lastPromotion(),
                champion.get().promotion().version(),
                Challenger.learntBy(champion.get().model()));
    Optional<Plan> last = journal.lastSettled().map(Journal.Settled::plan);
    List<HashedFile> known = new ArrayList<>(standing.learnt());
    last.ifPresent(plan -> known.addAll(plan.files()));
    List<HashedFile> files = new FileHashes(spark, known).of(planner.list());
    long number = journal.latest().map(Plan::number).orElse(0L) + 1;
    Optional<Plan> plan = planner.plan(number, standing, files, last);
    if (plan.isPresent()) {
      persist(() -> journal.commit(plan.get()));
    }
    return plan;
  }

  private void persist(Patience.Repeatable save) throws IOException {
    patience.run(
        () -> {
          attempt.requireNewest();
          save.run();
        });
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
      decideWithout(plan, Decision.Verdict.FAILED, String.valueOf(e.getMessage()));
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
    persist(
        () -> {
          if (!store.versions().contains(plan.number())) {
            store.add(plan.number(), challenger.files());
          }
        });
  }

  private Decision decide(Plan plan, String heldOutSha256) throws IOException {
    HeldOut heldOut =
        new HeldOut(
            spark,
            Kernels.choose(settings.engine(), Precision.F32),
            settings.evaluation(),
            heldOutPaths,
            plan.run() + "/held-out");
    Decision decision =
        new Comparison(settings.evaluation().metric(), settings.retrain().margin(), heldOut, store)
            .decide(plan, heldOutSha256);
    persist(() -> journal.commit(decision));
    return decision;
  }

  private void decideWithout(Plan plan, Decision.Verdict verdict, String reason)
      throws IOException {
    Decision decision = Decision.without(plan.number(), verdict, reason, Instant.now().toString());
    persist(() -> journal.commit(decision));
  }

  private void promote(Plan plan, Decision decision) throws IOException {
    if (store.lastPromotion() == plan.base()) {
      Promotion promotion =
          Promotion.ofRetraining(plan.base() + 1, plan.number(), decision.reason(), decision.at());
      persist(() -> store.promote(promotion));
    }
    if (!progress.isPromoted(plan)) {
      throw new StorageException(
          store.folder()
              + ": the challenger of retraining "
              + plan.number()
              + " was to be promotion "
              + (plan.base() + 1)
              + ", but another came first; it was not compared with that champion");
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
      LOG.warn("old versions and runs stay for now: {}", e.getMessage());
    }
  }
}
