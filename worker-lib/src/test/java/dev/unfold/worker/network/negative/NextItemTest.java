package dev.unfold.worker.network.negative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.network.OutputSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares what the sampled and the full softmax learn of a chain with a known best ranking. */
class NextItemTest {
  @Test
  void aSampledSoftmaxRanksNextItemsAsWellAsTheFullOne() {
    MarkovSessions sessions = new MarkovSessions(400, 32);
    MarkovSessions.Quality full = sessions.train(OutputSettings.softmax(), 700, 0.02);
    MarkovSessions.Quality sampled = sessions.train(sampled(100), 700, 0.02);

    assertThat(full.recall()).isGreaterThan(0.7);
    assertThat(sampled.recall()).isGreaterThan(0.98 * full.recall());
    assertThat(sampled.loss()).isLessThan(full.loss() + 0.04);
  }

  /** BPR-max learns no probabilities, but nearly as good an order. */
  @Test
  void bprMaxRanksNextItems() {
    MarkovSessions sessions = new MarkovSessions(400, 32);
    OutputSettings.Negatives negatives =
        new OutputSettings.Negatives(
            100, OutputSettings.Proposal.UNIFORM, false, OutputSettings.Loss.BPR_MAX, 0.1);

    assertThat(sessions.train(sampled(negatives), 700, 0.02).recall()).isGreaterThan(0.6);
  }

  static OutputSettings sampled(int count) {
    return sampled(new OutputSettings.Negatives(count, OutputSettings.Proposal.LOG_UNIFORM));
  }

  private static OutputSettings sampled(OutputSettings.Negatives negatives) {
    return new OutputSettings(OutputSettings.Kind.SAMPLED, List.of(), 1, false, false, negatives);
  }
}
