package dev.unfold.worker.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityScorerTest {
  /** Both probabilities are 1 in double precision, or both are 0. */
  @ParameterizedTest
  @ValueSource(floats = {40, -40})
  void probabilitiesThatAreRoundedAreStillInOrder(float logit) {
    ProbabilityScorer scorer =
        new ProbabilityScorer(2, 0, 0.5, OptionalInt.empty(), true, OutputDistribution.CATEGORICAL);
    Chunk chunk = new Chunk(1, 2);
    chunk.targets()[0] = 0;
    chunk.targets()[1] = 1;
    scorer.add(chunk, 0, new float[] {10, 10 + logit});
    scorer.add(chunk, 1, new float[] {10, 11 + logit});
    assertThat(scorer.count().value().describe()).containsEntry("rocAuc", 1.0);
  }
}
