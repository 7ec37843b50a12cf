package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.CommitFolder;
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

  /** Returns the decision on a plan, if there is one that can be read. */
  public Optional<RetrainingDecision> decision(long number) throws IOException {
    return decisions.find(number);
  }

  /** Returns whether a plan was decided, be the decision readable or not. */
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
   * Returns the last plan, if it was not decided, or its challenger is to be promoted and still can
   * be. One that cannot be read, or whose decision cannot, is none to go on with.
   */
  Optional<RetrainingPlan> unfinished() throws IOException {
    Optional<RetrainingPlan> plan = latest();
    if (plan.isEmpty() || !isDecided(plan.get().number())) {
      return plan;
    }
    long last = store.lastPromotion();
    return decision(plan.get().number())
        .filter(made -> made.verdict() == RetrainingDecision.Verdict.PROMOTE)
        .flatMap(made -> plan)
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
   * Returns the last plan that came to its end: its challenger was promoted or refused. One that
   * was to be promoted, but that another promotion came before, did not.
   */
  Optional<Ended> lastSettled() throws IOException {
    List<Long> numbers = plans.numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<Ended> ended = ended(numbers.get(i));
      if (ended.isPresent() && isSettled(ended.get())) {
        return ended;
      }
    }
    return Optional.empty();
  }

  private boolean isSettled(Ended ended) throws IOException {
    return switch (ended.decision().verdict()) {
      case REFUSE -> true;
      case PROMOTE -> isPromoted(ended.plan());
      case VOID, FAILED -> false;
    };
  }

  /** Returns the last plan, if it failed. */
  Optional<Ended> lastFailure() throws IOException {
    return ended(lastNumber())
        .filter(last -> last.decision().verdict() == RetrainingDecision.Verdict.FAILED);
  }

  private Optional<Ended> ended(long number) throws IOException {
    Optional<RetrainingDecision> decision = decision(number);
    Optional<RetrainingPlan> plan = decision.isEmpty() ? Optional.empty() : plans.find(number);
    return plan.map(made -> new Ended(made, decision.get()));
  }

  /** A plan that was decided. */
  record Ended(RetrainingPlan plan, RetrainingDecision decision) {}

  void commit(RetrainingPlan plan) throws IOException {
    plans.commit(plan);
  }

  void commit(RetrainingDecision decision) throws IOException {
    decisions.commit(decision);
  }

  /** See {@link CommitFolder#sweepTemporaries}. */
  void sweepTemporaries() throws IOException {
    plans.sweepTemporaries();
    decisions.sweepTemporaries();
  }
}
