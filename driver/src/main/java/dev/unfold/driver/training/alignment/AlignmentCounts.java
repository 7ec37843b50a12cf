package dev.unfold.driver.training.alignment;

import dev.unfold.worker.network.hmm.HmmParameters;
import java.util.List;

/**
 * The counts of an alignment of the training rows: {@code counts.json}.
 *
 * @param steps the number of steps in each state
 * @param visits the number of stretches of steps in each state
 * @param changed the number of steps whose state is another one than in the alignment before
 */
record AlignmentCounts(List<Long> steps, List<Long> visits, long changed) {
  AlignmentCounts {
    steps = List.copyOf(steps);
    visits = List.copyOf(visits);
  }

  /** Returns the parameters of the models of words. */
  HmmParameters parameters() {
    return HmmParameters.of(
        steps.stream().mapToLong(Long::longValue).toArray(),
        visits.stream().mapToLong(Long::longValue).toArray());
  }

  /** Returns the share of the steps whose state changed. */
  double changedShare() {
    return (double) changed / steps.stream().mapToLong(Long::longValue).sum();
  }
}
