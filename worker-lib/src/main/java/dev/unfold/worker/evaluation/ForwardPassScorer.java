package dev.unfold.worker.evaluation;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/**
 * Scores the outputs of a forward pass.
 *
 * @param forward the pass that computed the loss
 */
record ForwardPassScorer(ForwardPass forward, List<OutputScorer> scorers) implements ShardScorer {
  @Override
  public void add(Chunk chunk) {
    if (!scorers.isEmpty()) {
      scorers.forEach(scorer -> scorer.begin(chunk));
      forward.outputs(
          chunk,
          (position, output) -> scorers.forEach(scorer -> scorer.add(chunk, position, output)));
    }
  }

  @Override
  public List<Score.Count<?>> counts() {
    return scorers.stream().<Score.Count<?>>map(OutputScorer::count).toList();
  }

  @Override
  public void close() {}
}
