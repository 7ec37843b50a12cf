package dev.unfold.worker.prediction;

import dev.unfold.worker.network.output.Categorical;

/**
 * How probable the actual class of a step was, given the steps before it.
 *
 * @param logProbability the natural logarithm of its probability, computed in double
 * @param rank its rank, from 1 for the most probable class; of equally probable ones the lower id
 *     comes first
 * @param best the most probable classes
 */
public record StepScore(double logProbability, int rank, TopClasses best) {
  /**
   * Scores a class.
   *
   * @param logits the logits of all classes
   * @param actual the class
   * @param topK the number of most probable classes that are kept
   */
  public static StepScore of(float[] logits, int actual, int topK) {
    int rank = 1;
    for (int id = 0; id < logits.length; id++) {
      boolean better = logits[id] > logits[actual];
      rank += better || (id < actual && logits[id] == logits[actual]) ? 1 : 0;
    }
    return new StepScore(
        logits[actual] - Categorical.logNormalizer(logits),
        rank,
        TopClasses.of(logits, Math.max(1, topK)));
  }
}
