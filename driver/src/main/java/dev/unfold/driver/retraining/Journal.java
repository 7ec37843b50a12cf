package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.RecordCommits;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The plans and decisions of a store: {@code retrainings/N} and {@code decisions/N}. */
public final class Journal {
  private final ModelStore store;
  private final RecordCommits<Plan> plans;
  private final RecordCommits<Decision> decisions;

  public Journal(ModelStore store) {
    this.store = store;
    CommitFolder folder = store.folder();
    plans = new RecordCommits<>(folder.child("retrainings"), "plan.json", new TypeReference<>() {});
    decisions =
        new RecordCommits<>(folder.child("decisions"), "decision.json", new TypeReference<>() {});
  }

  /** Returns the decision on a plan, if there is one that can be read. */
  public Optional<Decision> decision(long number) throws IOException {
    return decisions.find(number);
  }

  /** Whether a plan was decided, be the decision readable or not. */
  boolean isDecided(long number) throws IOException {
    return decisions.has(number);
  }

  /** The numbers of all plans, ascending. */
  List<Long> numbers() throws IOException {
    return plans.numbers();
  }

  /** The number of the last plan, readable or not; 0 before the first. */
  long lastNumber() throws IOException {
    return plans.latest().orElse(0);
  }

  /** The last plan, if it can be read. */
  Optional<Plan> latest() throws IOException {
    return plans.find(lastNumber());
  }

  /**
   * The last plan, if it was not decided, or its challenger is to be promoted and still can be. One
   * that cannot be read, or whose decision cannot, is none to go on with.
   */
  Optional<Plan> unfinished() throws IOException {
    Optional<Plan> plan = latest();
    if (plan.isEmpty() || !isDecided(plan.get().number())) {
      return plan;
    }
    long last = store.lastPromotion();
    return decision(plan.get().number())
        .filter(made -> made.verdict() == Decision.Verdict.PROMOTE)
        .flatMap(made -> plan)
        .filter(toPromote -> last <= toPromote.base());
  }

  /** Whether the promotion after the plan's base is that of its own challenger. */
  boolean isPromoted(Plan plan) throws IOException {
    return store.promotions().stream()
        .anyMatch(
            promotion ->
                promotion.number() == plan.base() + 1 && promotion.version() == plan.number());
  }

  /**
   * The last plan that came to its end: its challenger was promoted or refused. One that was to be
   * promoted, but that another promotion came before, did not.
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

  /** The last plan, if it failed. */
  Optional<Ended> lastFailure() throws IOException {
    return ended(lastNumber()).filter(last -> last.decision().verdict() == Decision.Verdict.FAILED);
  }

  private Optional<Ended> ended(long number) throws IOException {
    Optional<Decision> decision = decision(number);
    Optional<Plan> plan = decision.isEmpty() ? Optional.empty() : plans.find(number);
    return plan.map(made -> new Ended(made, decision.get()));
  }

  /** A plan that was decided. */
  record Ended(Plan plan, Decision decision) {}

  void commit(Plan plan) throws IOException {
    plans.commit(plan);
  }

  void commit(Decision decision) throws IOException {
    decisions.commit(decision);
  }

  /** See {@link CommitFolder#sweepTemporaries}. */
  void sweepTemporaries() throws IOException {
    plans.sweepTemporaries();
    decisions.sweepTemporaries();
  }
}
