package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ProbabilityScore;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import java.util.OptionalInt;

/**
 * Measures the probabilities of classes. They are ranked by the logarithms of their odds, which
 * stay distinct where the probabilities themselves are rounded to 0 or 1.
 */
final class ProbabilityScorer implements OutputScorer {
  private static final float[] NO_RANKS = {};

  private final ProbabilityScore score;
  private final int outputs;
  private final OutputDistribution distribution;
  private final float[] probabilities;

  /**
   * @param outputs the number of classes that the network knows, which come first
   * @param unseen the number of other classes of the targets
   * @param threshold the smallest probability with which a class is predicted
   * @param positive the id of the only class that is ranked, if there is one
   * @param ranked whether the targets of all shards are few enough to be ranked
   * @param distribution what the outputs say about a target
   */
  ProbabilityScorer(
      int outputs,
      int unseen,
      double threshold,
      OptionalInt positive,
      boolean ranked,
      OutputDistribution distribution) {
    this.distribution = distribution;
    score = new ProbabilityScore(outputs, unseen, threshold, positive, ranked);
    this.outputs = outputs;
    probabilities = new float[outputs];
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    float[] logits = distribution.logProbabilities(output);
    double normalizer = Categorical.logNormalizer(logits);
    for (int c = 0; c < outputs; c++) {
      probabilities[c] = Categorical.probability(logits[c], normalizer);
    }
    int reference = Chunk.classOf(chunk.targets()[position], outputs);
    score.add(reference, probabilities, score.isRanked() ? Categorical.logOdds(logits) : NO_RANKS);
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ProbabilityScore.class, score);
  }
}
