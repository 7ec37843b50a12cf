package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.FileHashes;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.ModelStore.Champion;
import dev.unfold.driver.training.TrainingException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plan that a retraining goes on with, or a new one. */
record Plans(
    JavaSparkContext spark,
    ModelStore store,
    Journal journal,
    Planner planner,
    HeldOutFiles heldOut,
    Saves saves) {
  /** Users know the retraining, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(Retraining.class);

  /**
   * What is to be done now; nothing if nothing is new.
   *
   * @throws TrainingException if the same was tried before and failed
   */
  Optional<Plan> current() throws IOException {
    Optional<Plan> unfinished = journal.unfinished();
    if (unfinished.isPresent()) {
      Plan plan = unfinished.get();
      Optional<String> obstacle =
          journal.decision(plan.number()).isPresent() ? Optional.empty() : obstacle(plan);
      if (obstacle.isEmpty()) {
        return unfinished;
      }
      end(plan, Decision.Verdict.VOID, obstacle.get());
    }
    return newPlan();
  }

  /** Why a plan without a decision cannot be carried out any more; empty if it can. */
  Optional<String> obstacle(Plan plan) throws IOException {
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

  /** Decides a plan without a comparison. */
  void end(Plan plan, Decision.Verdict verdict, String reason) throws IOException {
    LOG.warn("retraining {} is abandoned: {}", plan.number(), reason);
    Decision decision = Decision.without(plan.number(), verdict, reason, Instant.now().toString());
    saves.run(() -> journal.commit(decision));
  }

  private Optional<Plan> newPlan() throws IOException {
    Planner.Standing standing = standing();
    Optional<Plan> last = journal.lastSettled().map(Journal.Ended::plan);
    List<HashedFile> known = new ArrayList<>(standing.learnt());
    journal.latest().ifPresent(plan -> known.addAll(plan.files()));
    List<HashedFile> files = new FileHashes(spark, known).of(planner.list());
    requireNotFailed(files);
    long number = journal.latest().map(Plan::number).orElse(0L) + 1;
    Optional<Plan> plan = planner.plan(number, standing, files, last);
    if (plan.isPresent()) {
      heldOut.requireApart(plan.get().trained());
      saves.run(() -> journal.commit(plan.get()));
    }
    return plan;
  }

  private Planner.Standing standing() throws IOException {
    long last = store.lastPromotion(); // before the champion is looked at, which it follows
    Optional<Champion> champion = store.champion();
    return champion.isEmpty()
        ? new Planner.Standing(last, 0, List.of())
        : new Planner.Standing(
            last,
            champion.get().promotion().version(),
            Challenger.learntBy(champion.get().model()));
  }

  private void requireNotFailed(List<HashedFile> files) throws IOException {
    Optional<Journal.Ended> failure = journal.lastFailure();
    if (failure.isPresent() && planner.isSame(failure.get().plan(), files)) {
      throw new TrainingException(
          "retraining "
              + failure.get().plan().number()
              + " of this corpus with these settings failed: "
              + failure.get().decision().reason());
    }
  }
}
