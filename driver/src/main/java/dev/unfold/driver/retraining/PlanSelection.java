package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.StorageException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.ModelStore.Champion;
import dev.unfold.driver.training.TrainingException;
import dev.unfold.driver.training.UntrainableException;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plan that a retraining goes on with, or a new one; and how a plan ends that is not kept. */
record PlanSelection(
    ModelStore store,
    RetrainingJournal journal,
    RetrainingPlanner planner,
    StableFiles quiet,
    HeldOutFiles heldOut,
    FencedWrites saves) {
  /** Log lines carry the name of the public class. */
  private static final Logger LOG = LoggerFactory.getLogger(Retraining.class);

  /**
   * Returns the plan to carry out now; empty if nothing is new.
   *
   * @throws TrainingException if the same was tried before and failed
   */
  Optional<RetrainingPlan> current() throws IOException {
    Optional<RetrainingPlan> unfinished = journal.unfinished();
    if (unfinished.isPresent()) {
      RetrainingPlan plan = unfinished.get();
      Optional<String> obstacle =
          journal.isDecided(plan.number()) ? Optional.empty() : obstacle(plan);
      if (obstacle.isEmpty()) {
        return unfinished;
      }
      end(plan, obstacle.get());
    }
    return newPlan();
  }

  /**
   * Returns the reason why a plan without a decision cannot be carried out any more; empty if it
   * can.
   */
  Optional<String> obstacle(RetrainingPlan plan) throws IOException {
    long last = store.lastPromotion();
    long champion = store.champion().map(each -> each.promotion().version()).orElse(0L);
    if (last != plan.base()) {
      return Optional.of("promotion " + last + " came first");
    }
    if (champion != plan.champion()) {
      return Optional.of("version " + plan.champion() + " cannot be read any more");
    }
    if (!store.versions().contains(plan.number())) {
      return planner.obstacle(plan);
    }
    return store.verifies(plan.number())
        ? Optional.empty()
        : Optional.of("its challenger cannot be read any more");
  }

  /** Decides that a plan was overtaken. */
  private void end(RetrainingPlan plan, String reason) throws IOException {
    LOG.warn("retraining {} is abandoned: {}", plan.number(), reason);
    RetrainingDecision decision =
        RetrainingDecision.overtaken(plan.number(), reason, Instant.now().toString());
    saves.run(() -> journal.commit(decision));
  }

  /**
   * Gives up a plan that something else overtook.
   *
   * @return what to throw
   */
  StorageException giveUp(RetrainingPlan plan, String reason) throws IOException {
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
   * Gives up a plan some of whose files changed before they were trained on; they wait.
   *
   * @return what to throw
   */
  CorpusChangedException giveUp(RetrainingPlan plan, List<SourceFile> changed, Throwable cause)
      throws IOException {
    quiet.leaveOut(changed);
    return giveUpForAnother(plan, "files changed before they were trained on", cause);
  }

  /**
   * Gives up a plan that another one can follow at once.
   *
   * @return what to throw
   */
  CorpusChangedException giveUpForAnother(RetrainingPlan plan, String reason, Throwable cause)
      throws IOException {
    StorageException givenUp = giveUp(plan, reason);
    return new CorpusChangedException(givenUp.getMessage(), cause);
  }

  /**
   * Remembers a failure whose reason lies in the corpus and the settings. After any other, which is
   * one of the machine, the plan stays as it is, and the next call goes on with it.
   *
   * @param others content of the files that count without being trained on, before they were read;
   *     where they changed since, what was found in them says nothing
   */
  void failed(RetrainingPlan plan, String others, Exception failure) throws IOException {
    if (!isLasting(failure) || !heldOut.withOthers().equals(others)) {
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
            plan.number(), others, failure.getMessage(), Instant.now().toString());
    saves.run(() -> journal.commit(decision));
  }

  /** Storage that fails may say so by a file that could not be listed or read. */
  private static boolean isLasting(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException) {
        return false;
      }
    }
    boolean ofCorpus =
        failure instanceof UntrainableException || failure instanceof CorpusException;
    return ofCorpus && ErrorKind.of(failure) == ErrorKind.DATA;
  }

  private Optional<RetrainingPlan> newPlan() throws IOException {
    RetrainingPlanner.Standing standing = standing();
    Optional<RetrainingPlan> last = journal.lastSettled().map(RetrainingJournal.Ended::plan);
    NoChangesFile nothingNew = new NoChangesFile(store.folder());
    List<HashedFile> known = new ArrayList<>(standing.learned());
    journal.latest().ifPresent(plan -> known.addAll(plan.files()));
    nothingNew.read().ifPresent(look -> known.addAll(look.files()));
    List<HashedFile> files = quiet.of(planner.list(), known);
    requireNotFailed(standing, files);
    Optional<RetrainingPlan> plan =
        planner.plan(journal.lastNumber() + 1, standing, files, quiet.waiting(), last);
    if (plan.isPresent()) {
      heldOut.requireApart(plan.get().trained());
      saves.run(() -> journal.commit(plan.get()));
    } else if (quiet.waiting().isEmpty()) {
      nothingNew.write(
          new NoChangesFile.Look(
              last.map(RetrainingPlan::number).orElse(0L),
              standing.promotion(),
              planner.settingsSha256(),
              files));
    }
    return plan;
  }

  private RetrainingPlanner.Standing standing() throws IOException {
    long last = store.lastPromotion(); // before the champion is looked at, which it follows
    Optional<Champion> champion = store.champion();
    return champion.isEmpty()
        ? new RetrainingPlanner.Standing(last, 0, List.of())
        : new RetrainingPlanner.Standing(
            last,
            champion.get().promotion().version(),
            Challenger.learnedBy(champion.get().model()));
  }

  private void requireNotFailed(RetrainingPlanner.Standing standing, List<HashedFile> files)
      throws IOException {
    Optional<RetrainingJournal.Ended> failure = journal.lastFailure();
    if (failure.isPresent()
        && failure.get().plan().champion() == standing.version()
        && planner.isSame(failure.get().plan(), files)
        && failure.get().decision().heldOutSha256().equals(heldOut.withOthers())) {
      throw new TrainingException(
          "retraining "
              + failure.get().plan().number()
              + " of this corpus with these settings failed, and is not tried again before one of"
              + " them or the champion changes: "
              + failure.get().decision().reason());
    }
  }
}
