package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.ModelStore.Champion;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects the plan with which a retraining resumes, or makes a new one, and ends plans that are not
 * kept.
 */
record PlanSelection(
    ModelStore store,
    RetrainingJournal journal,
    RetrainingPlanner planner,
    StableFiles stableFiles,
    Optional<RetrainingTables> tables,
    HeldOutFiles heldOut,
    FencedWrites saves) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSelection.class);

  /**
   * Returns the plan to execute; empty if there are no changes.
   *
   * @param compared the files or tables on which models are compared
   * @throws TrainingException if a retraining with the same corpus and settings failed before
   */
  Optional<RetrainingPlan> planToRun(List<HashedFile> compared) throws IOException {
    Optional<RetrainingPlan> unfinished = journal.unfinished();
    if (unfinished.isPresent()) {
      RetrainingPlan plan = unfinished.get();
      Optional<String> reasonToAbandon =
          journal.isDecided(plan.number()) ? Optional.empty() : reasonToAbandon(plan);
      if (reasonToAbandon.isEmpty()) {
        return unfinished;
      }
      end(plan, reasonToAbandon.get());
    }
    return newPlan(compared);
  }

  /**
   * Returns the reason why a plan without a decision can no longer be executed; empty if it can.
   */
  Optional<String> reasonToAbandon(RetrainingPlan plan) throws IOException {
    long last = store.lastPromotion();
    long champion = store.champion().map(current -> current.promotion().version()).orElse(0L);
    if (last != plan.base()) {
      return Optional.of("promotion " + last + " came first");
    }
    if (champion != plan.champion()) {
      return Optional.of("version " + plan.champion() + " is no longer readable");
    }
    if (!store.versions().contains(plan.number())) {
      return planner.reasonToAbandon(plan);
    }
    return store.verifies(plan.number())
        ? Optional.empty()
        : Optional.of("its challenger is no longer readable");
  }

  /** Records the decision to abandon a plan. */
  private void end(RetrainingPlan plan, String reason) throws IOException {
    LOG.warn("retraining {} is abandoned: {}", plan.number(), reason);
    RetrainingDecision decision =
        RetrainingDecision.abandoned(plan.number(), reason, Instant.now().toString());
    saves.run(() -> journal.commit(decision));
  }

  /**
   * Abandons a plan.
   *
   * @return the exception to throw
   */
  StorageException abandon(RetrainingPlan plan, String reason) throws IOException {
    end(plan, reason);
    return new StorageException(
        store.folder()
            + ": retraining "
            + plan.number()
            + " is abandoned: "
            + reason
            + "; the next call starts a new plan");
  }

  /**
   * Abandons a plan because some of its files changed before they were trained on; these files
   * wait.
   *
   * @return the exception to throw
   */
  CorpusChangedException abandon(RetrainingPlan plan, List<SourceFile> changed, Throwable cause)
      throws IOException {
    stableFiles.skip(changed);
    return abandonForNewPlan(plan, "files changed before they were trained on", cause);
  }

  /**
   * Abandons a plan that another one can follow immediately.
   *
   * @return the exception to throw
   */
  CorpusChangedException abandonForNewPlan(RetrainingPlan plan, String reason, Throwable cause)
      throws IOException {
    StorageException abandoned = abandon(plan, reason);
    return new CorpusChangedException(abandoned.getMessage(), cause);
  }

  /** Contents that affect the outcome without being trained on, which may have to be read. */
  @FunctionalInterface
  interface OtherContents {
    List<HashedFile> read() throws IOException;
  }

  /**
   * Records a failure whose cause is in the corpus or the settings. After any other failure the
   * plan is kept, and the next call resumes it. If the failure cannot be recorded, such as because
   * a file cannot be read again, that exception is added to it as a suppressed one.
   *
   * @param others what affects the outcome without being trained on, from before it was read; if it
   *     has changed since, the failure may not recur
   */
  void recordFailure(RetrainingPlan plan, OtherContents others, Exception failure) {
    try {
      failed(plan, others.read(), failure);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void failed(RetrainingPlan plan, List<HashedFile> others, Exception failure)
      throws IOException {
    if (!isLasting(failure) || !isUnchanged(others)) {
      LOG.warn(
          "retraining {} failed but is kept: once the cause is fixed, the next call will"
              + " resume it",
          plan.number());
      return;
    }
    LOG.warn(
        "retraining {} failed; it will not be retried until the corpus, the settings or the"
            + " champion change",
        plan.number());
    RetrainingDecision decision =
        RetrainingDecision.failed(
            plan.number(),
            HeldOutFiles.contentOf(others),
            failure.getMessage(),
            Instant.now().toString());
    saves.run(() -> journal.commit(decision));
  }

  /**
   * Returns whether what affects the outcome without being trained on is as it was. A file that was
   * written again with the same content may have been incomplete when it was read; of a table each
   * use reads the rows of one time.
   */
  private boolean isUnchanged(List<HashedFile> before) throws IOException {
    List<HashedFile> now = heldOut.withOthers(heldOut.read());
    return tables.isPresent()
        ? HeldOutFiles.contentOf(now).equals(HeldOutFiles.contentOf(before))
        : now.equals(before);
  }

  /**
   * Returns whether a failure will recur. A file that could not be listed or read may be a failure
   * of the storage.
   */
  private static boolean isLasting(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException) {
        return false;
      }
    }
    boolean ofCorpus =
        failure instanceof UntrainableException || failure instanceof CorpusException;
    return ofCorpus && ClassifiedError.kindOf(failure) == ErrorKind.DATA;
  }

  private Optional<RetrainingPlan> newPlan(List<HashedFile> compared) throws IOException {
    RetrainingPlanner.TrainedChampion champion = champion();
    Optional<RetrainingPlan> last = journal.lastSettled().map(RetrainingJournal.DecidedPlan::plan);
    NoChangesFile noChanges = new NoChangesFile(store.folder());
    List<HashedFile> files = tables.isPresent() ? table(noChanges) : files(champion, noChanges);
    requireNotFailed(champion, files, compared);
    Optional<RetrainingPlan> plan =
        planner.plan(journal.lastNumber() + 1, champion, files, stableFiles.waiting(), last);
    if (plan.isPresent()) {
      heldOut.requireApart(compared, plan.get().trained());
      saves.run(() -> journal.commit(plan.get()));
    } else if (stableFiles.waiting().isEmpty()) {
      noChanges.write(
          new NoChangesFile.Check(
              last.map(RetrainingPlan::number).orElse(0L),
              champion.promotion(),
              planner.settingsSha256(),
              files));
    }
    return plan;
  }

  private List<HashedFile> files(
      RetrainingPlanner.TrainedChampion champion, NoChangesFile noChanges) throws IOException {
    List<HashedFile> known = new ArrayList<>(champion.trained());
    journal.latest().ifPresent(plan -> known.addAll(plan.files()));
    noChanges.read().ifPresent(check -> known.addAll(check.files()));
    return stableFiles.of(planner.list(), known);
  }

  /** Returns the training table, whose rows depend on the settings. */
  private List<HashedFile> table(NoChangesFile noChanges) throws IOException {
    List<HashedFile> known = new ArrayList<>();
    journal.latest().filter(planner::hasSettings).ifPresent(plan -> known.addAll(plan.files()));
    noChanges
        .read()
        .filter(check -> check.configuration().equals(planner.settingsSha256()))
        .ifPresent(check -> known.addAll(check.files()));
    return tables.orElseThrow().training(known);
  }

  private RetrainingPlanner.TrainedChampion champion() throws IOException {
    long last = store.lastPromotion(); // read before the champion, which the plan follows
    Optional<Champion> champion = store.champion();
    return champion.isEmpty()
        ? new RetrainingPlanner.TrainedChampion(last, 0, List.of())
        : new RetrainingPlanner.TrainedChampion(
            last,
            champion.get().promotion().version(),
            Challenger.trainedFilesOf(champion.get().model()));
  }

  private void requireNotFailed(
      RetrainingPlanner.TrainedChampion champion, List<HashedFile> files, List<HashedFile> compared)
      throws IOException {
    Optional<RetrainingJournal.DecidedPlan> failure = journal.lastFailure();
    if (failure.isPresent()
        && failure.get().plan().champion() == champion.version()
        && planner.isSame(failure.get().plan(), files)
        && HeldOutFiles.contentOf(heldOut.withOthers(compared))
            .equals(failure.get().decision().heldOutSha256())) {
      throw new TrainingException(
          "retraining "
              + failure.get().plan().number()
              + " of this corpus with these settings failed and will not be retried before one of"
              + " them or the champion changes: "
              + failure.get().decision().reason());
    }
  }
}
