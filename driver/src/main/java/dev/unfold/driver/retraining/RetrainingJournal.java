package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.store.CommittedRecords;
import dev.unfold.driver.store.ModelStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The plans and decisions of a store: {@code retrainings/N} and {@code decisions/N}. */
public final class RetrainingJournal {
  private final ModelStore store;
  private final CommittedRecords<RetrainingPlan> plans;
  private final CommittedRecords<RetrainingDecision> decisions;

  public RetrainingJournal(ModelStore store) {
    this.store = store;
    CommitFolder folder = store.folder();
    plans =
        new CommittedRecords<>(folder.child("retrainings"), "plan.json", new TypeReference<>() {});
    decisions =
        new CommittedRecords<>(
            folder.child("decisions"), "decision.json", new TypeReference<>() {});
  }

  /** Returns the decision on a plan, if there is a readable one. */
  public Optional<RetrainingDecision> decision(long number) throws IOException {
    return decisions.find(number);
  }

  /** Returns whether a plan was decided, whether or not the decision is readable. */
  boolean isDecided(long number) throws IOException {
    return decisions.has(number);
  }

  /** Returns the numbers of all plans, ascending. */
  List<Long> numbers() throws IOException {
    return plans.numbers();
  }

  /** Returns the number of the last plan, readable or not; 0 before the first. */
  long lastNumber() throws IOException {
    return plans.latest().orElse(0);
  }

  /** Returns the last plan, if it can be read. */
  Optional<RetrainingPlan> latest() throws IOException {
    return plans.find(lastNumber());
  }

  /**
   * Returns the last plan if it was not decided, or if its challenger is to be promoted and still
   * can be. A plan that is not readable, or whose decision is not, cannot be resumed.
   */
  Optional<RetrainingPlan> unfinished() throws IOException {
    Optional<RetrainingPlan> plan = latest();
    if (plan.isEmpty() || !isDecided(plan.get().number())) {
      return plan;
    }
    long last = store.lastPromotion();
    return decision(plan.get().number())
        .filter(decision -> decision.verdict() == RetrainingDecision.Verdict.PROMOTE)
        .flatMap(decision -> plan)
        .filter(toPromote -> last <= toPromote.base());
  }

  /** Returns whether the promotion after the plan's base is that of its own challenger. */
  boolean isPromoted(RetrainingPlan plan) throws IOException {
    return store.promotions().stream()
        .anyMatch(
            promotion ->
                promotion.number() == plan.base() + 1 && promotion.version() == plan.number());
  }

  /**
   * Returns the last plan whose challenger was promoted or refused. A plan whose promotion was
   * preempted by another one is not settled.
   */
  Optional<DecidedPlan> lastSettled() throws IOException {
    List<Long> numbers = plans.numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<DecidedPlan> settled = decidedPlan(numbers.get(i));
      if (settled.isPresent() && isSettled(settled.get())) {
        return settled;
      }
    }
    return Optional.empty();
  }

  private boolean isSettled(DecidedPlan settled) throws IOException {
    return switch (settled.decision().verdict()) {
      case REFUSE -> true;
      case PROMOTE -> isPromoted(settled.plan());
      case VOID, FAILED -> false;
    };
  }

  /** Returns the last plan, if it failed. */
  Optional<DecidedPlan> lastFailure() throws IOException {
    return decidedPlan(lastNumber())
        .filter(last -> last.decision().verdict() == RetrainingDecision.Verdict.FAILED);
  }

  private Optional<DecidedPlan> decidedPlan(long number) throws IOException {
    Optional<RetrainingDecision> decision = decision(number);
    Optional<RetrainingPlan> plan = decision.isEmpty() ? Optional.empty() : plans.find(number);
    return plan.map(decided -> new DecidedPlan(decided, decision.get()));
  }

  /** A plan that was decided. */
  record DecidedPlan(RetrainingPlan plan, RetrainingDecision decision) {}

  void commit(RetrainingPlan plan) throws IOException {
    plans.commit(plan);
  }

  void commit(RetrainingDecision decision) throws IOException {
    decisions.commit(decision);
  }

  /** Deletes temporary folders; see {@link CommitFolder#sweepTemporaries}. */
  void sweepTemporaries() throws IOException {
    plans.sweepTemporaries();
    decisions.sweepTemporaries();
  }
}
