package dev.unfold.inference;

import java.util.List;

/**
 * How probable a word or category was, given the steps before it.
 *
 * @param logProbability the natural logarithm of its probability
 * @param rank its rank, from 1 for the most probable one
 * @param candidates the most probable ones in its place, at most 10
 */
public record Score(double logProbability, int rank, List<Candidate> candidates) {
  public Score {
    candidates = List.copyOf(candidates);
  }
}
