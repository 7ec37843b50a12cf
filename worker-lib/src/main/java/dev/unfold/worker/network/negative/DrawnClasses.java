package dev.unfold.worker.network.negative;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * The negatives of a chunk, which all of its targets share: classes are drawn from a distribution
 * until there are enough different ones.
 */
final class DrawnClasses {
  private final ClassProposal proposal;
  private final int[] ids;
  private final ClassIndex index;
  private long draws;

  /**
   * @param count n, the number of negatives
   */
  DrawnClasses(ClassProposal proposal, int count) {
    this.proposal = proposal;
    ids = new int[count];
    index = new ClassIndex(count);
  }

  /** Draws the negatives anew. */
  void draw(CounterRandom random) {
    index.clear();
    draws = 0;
    int count = 0;
    while (count < ids.length) {
      int id = proposal.draw(random.uniform(draws++));
      if (index.add(id, count)) {
        ids[count++] = id;
      }
    }
  }

  /** Returns n. */
  int count() {
    return ids.length;
  }

  /** Returns the class of a negative. */
  int id(int place) {
    return ids[place];
  }

  /** Returns the place of a class among the negatives; -1 if it is none. */
  int place(int id) {
    return index.place(id);
  }

  /**
   * Returns ln π of a class: the logarithm of the probability that it is among as many draws as
   * were made.
   */
  double logInclusion(int id) {
    return proposal.logInclusion(id, draws);
  }
}
