package dev.unfold.worker.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import org.junit.jupiter.api.Test;

class RankScorerTest {
  private static double recall(boolean ofTokens, int... targets) {
    RankScorer scorer = new RankScorer(1, ofTokens, OutputDistribution.CATEGORICAL);
    Chunk chunk = new Chunk(1, targets.length);
    for (int lane = 0; lane < targets.length; lane++) {
      chunk.targets()[lane] = targets[lane];
      scorer.add(chunk, lane, new float[] {3, 1, 2});
    }
    return (double) scorer.count().value().describe().get("recallAtK");
  }

  @Test
  void anUnknownTokenIsNeverFound() {
    int unknown = Vocabulary.UNKNOWN_ID;
    assertThat(recall(true, unknown, unknown)).isZero();
    assertThat(recall(false, unknown, unknown)).as("the first label").isEqualTo(1);
  }

  @Test
  void theUnknownTokenIsRankedBeforeOthers() {
    assertThat(recall(true, 2)).isZero();
  }

  @Test
  void aClassThatTrainingNeverHadIsNeverFound() {
    assertThat(recall(false, 0, Chunk.unseenTarget(0))).isEqualTo(0.5);
  }
}
