package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.RankingScore;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;

/**
 * Ranks each target among all classes; a class that training never had is never found, nor is a
 * token that is not in the vocabulary. The class {@code <unk>} stands for all such tokens, so that
 * a model would otherwise gain by knowing fewer of them.
 */
final class RankScorer implements OutputScorer {
  private final RankingScore score;
  private final boolean ofTokens;
  private final OutputDistribution distribution;

  /**
   * @param k the largest rank that counts
   * @param ofTokens whether the classes are the tokens of a vocabulary
   * @param distribution what the outputs say about a target
   */
  RankScorer(int k, boolean ofTokens, OutputDistribution distribution) {
    this.ofTokens = ofTokens;
    this.distribution = distribution;
    score = new RankingScore(k);
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int target = chunk.targets()[position];
    if (Chunk.hasLoss(target) && !(ofTokens && target == Vocabulary.UNKNOWN_ID)) {
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
