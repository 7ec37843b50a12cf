package dev.unfold.worker.network.hmm;

import java.util.ArrayList;
import java.util.List;

/**
 * The alignment from which training starts: all states of a sequence of words last equally long, up
 * to one step. If the sequence is long enough, it begins and ends with silence.
 */
public final class UniformSegmentation {
  private UniformSegmentation() {}

  /**
   * Returns the state of each step.
   *
   * @param tokens the words
   * @param steps the number of steps, at least one for each state of the words
   */
  public static int[] of(HmmStates states, int[] tokens, int steps) {
    List<Integer> all = new ArrayList<>();
    addSilence(all, states);
    for (int token : tokens) {
      for (int i = 0; i < states.ofWord(); i++) {
        all.add(states.firstOfWord(token) + i);
      }
    }
    addSilence(all, states);
    if (all.size() > steps) {
      all = all.subList(states.ofSilence(), all.size() - states.ofSilence());
    }
    int[] path = new int[steps];
    for (int t = 0; t < steps; t++) {
      path[t] = all.get((int) ((long) t * all.size() / steps));
    }
    return path;
  }

  private static void addSilence(List<Integer> all, HmmStates states) {
    for (int i = 0; i < states.ofSilence(); i++) {
      all.add(states.firstOfSilence() + i);
    }
  }
}
