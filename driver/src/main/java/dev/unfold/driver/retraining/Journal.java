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
  private final RecordCommits<Plan> plans;
  private final RecordCommits<Decision> decisions;

  public Journal(ModelStore store) {
    CommitFolder folder = store.folder();
    plans = new RecordCommits<>(folder.child("retrainings"), "plan.json", new TypeReference<>() {});
    decisions =
        new RecordCommits<>(folder.child("decisions"), "decision.json", new TypeReference<>() {});
  }

  /** What became of a plan, if it was decided. */
  public Optional<Decision> decision(long number) throws IOException {
    return decisions.has(number) ? Optional.of(decisions.read(number)) : Optional.empty();
  }

  /** The numbers of all plans, ascending. */
  List<Long> numbers() throws IOException {
    return plans.numbers();
  }

  Optional<Plan> latest() throws IOException {
    List<Long> numbers = plans.numbers();
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(plans.read(numbers.get(numbers.size() - 1)));
  }

  /** The last plan whose challenger was compared with a champion, and the decision. */
  Optional<Settled> lastSettled() throws IOException {
    List<Long> numbers = plans.numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<Decision> decision = decision(numbers.get(i));
      if (decision.isPresent() && decision.get().isSettled()) {
        return Optional.of(new Settled(plans.read(numbers.get(i)), decision.get()));
      }
    }
    return Optional.empty();
  }

  /** A plan that came to a comparison. */
  record Settled(Plan plan, Decision decision) {}

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
