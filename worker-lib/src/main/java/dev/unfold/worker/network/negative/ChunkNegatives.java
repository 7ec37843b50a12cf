package dev.unfold.worker.network.negative;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;

/**
 * The negatives of a chunk, which all of its targets share: classes that are drawn from a
 * distribution until there are enough different ones, and, if they are asked for, the targets
 * themselves, each of which is a negative of the others.
 */
final class ChunkNegatives {
  private final ClassProposal proposal;
  private final int drawn;
  private final int[] ids;
  private final ClassIndex index;
  private int count;
  private long draws;

  /**
   * @param drawn the number of classes to draw
   * @param targets the maximum number of targets that are added to them
   */
  ChunkNegatives(ClassProposal proposal, int drawn, int targets) {
    this.proposal = proposal;
    this.drawn = drawn;
    ids = new int[drawn + targets];
    index = new ClassIndex(ids.length);
  }

  /** Replaces all negatives by classes that are drawn. */
  void draw(CounterRandom random) {
    index.clear();
    draws = 0;
    count = 0;
    while (count < drawn) {
      add(proposal.draw(random.uniform(draws++)));
    }
  }

  /**
   * Adds the targets of a chunk that have a loss, in the order of their positions. Each counts as a
   * further draw, as if the proposal were the distribution of the targets.
   */
  void addTargets(Chunk chunk) {
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (chunk.weight(position) > 0) {
        draws++;
        add(chunk.targets()[position]);
      }
    }
  }

  private void add(int id) {
    if (index.add(id, count)) {
      ids[count++] = id;
    }
  }

  /** Returns the number of negatives. */
  int count() {
    return count;
  }

  /** Returns n, the maximum number of negatives. */
  int capacity() {
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
   * there were.
   */
  double logInclusion(int id) {
    return proposal.logInclusion(id, draws);
  }
}
