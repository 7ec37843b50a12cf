package dev.unfold.worker.network.crf;

import dev.unfold.worker.sequence.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A sequence of steps of a chunk, with the targets that are known.
 *
 * @param lane its lane
 * @param first its first step
 * @param steps the number of its steps, at least 1
 */
record TaggedSequence(Chunk chunk, int lane, int first, int steps) {
  /** Returns all sequences of a chunk. */
  static List<TaggedSequence> of(Chunk chunk) {
    List<TaggedSequence> sequences = new ArrayList<>();
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int first = 0;
      while (first < chunk.steps()) {
        int steps = chunk.length(lane, first);
        if (steps > 0) {
          sequences.add(new TaggedSequence(chunk, lane, first, steps));
        }
        first += Math.max(1, steps);
      }
    }
    return sequences;
  }

  /** Returns the position of its t-th step in the chunk. */
  int position(int t) {
    return (first + t) * chunk.batch() + lane;
  }

  /** Returns the tag of its t-th step. */
  int tag(int t) {
    return chunk.targets()[position(t)];
  }

  boolean hasLoss(int t) {
    return Chunk.hasLoss(tag(t));
  }

  /** Returns whether the target of its t-th step counts in training. */
  boolean trains(int t) {
    return chunk.weight(position(t)) > 0;
  }

  /** Returns the number of its steps whose tag is known. */
  int count(IntPredicate known) {
    int count = 0;
    for (int t = 0; t < steps; t++) {
      count += known.test(t) ? 1 : 0;
    }
    return count;
  }

  /** Returns the mean weight of its targets that count in training, of which there are some. */
  double weight(int count) {
    double sum = 0;
    for (int t = 0; t < steps; t++) {
      sum += chunk.weight(position(t));
    }
    return sum / count;
  }
}
