package dev.unfold.driver.retraining;

import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How far the last plan of a store came. */
record PlanProgress(ModelStore store, Journal journal) {
  /** The last plan, if it was not decided, or its challenger is to be promoted and can be. */
  Optional<Plan> unfinished() throws IOException {
    Optional<Plan> plan = journal.latest();
    if (plan.isEmpty()) {
      return plan;
    }
    Optional<Decision> decision = journal.decision(plan.get().number());
    boolean finished =
        decision.isPresent()
            && (decision.get().verdict() != Decision.Verdict.PROMOTE
                || store.lastPromotion() > plan.get().base());
    return finished ? Optional.empty() : plan;
  }

  /** Whether the promotion after the plan's base is that of its own challenger. */
  boolean isPromoted(Plan plan) throws IOException {
    List<Promotion> promotions = store.promotions();
    return promotions.stream()
        .anyMatch(
            promotion ->
                promotion.number() == plan.base() + 1 && promotion.version() == plan.number());
  }
}
