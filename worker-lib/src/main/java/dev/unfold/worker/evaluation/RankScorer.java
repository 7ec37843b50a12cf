package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.RankingScore;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;

/** Ranks each target among all classes; one that training never had is never found. */
final class RankScorer implements OutputScorer {
  private final RankingScore score;
  private final OutputDistribution distribution;

  /**
   * @param k the largest rank that counts
   * @param distribution what the outputs say about a target
   */
  RankScorer(int k, OutputDistribution distribution) {
    this.distribution = distribution;
    score = new RankingScore(k);
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int target = chunk.targets()[position];
    if (Chunk.hasLoss(target)) {
      score.add(distribution.logProbabilities(output), target);
    } else {
      score.addMiss();
    }
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(RankingScore.class, score);
  }
}
