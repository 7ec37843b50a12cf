package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.Chunk;
import java.util.ArrayList;
import java.util.List;

/** Scores the actual class of each step by the output of the step before it. */
final class ScoreCollector implements OutputCollector {
  private final int topK;
  private final List<StepScore> scores = new ArrayList<>();

  ScoreCollector(int topK) {
    this.topK = topK;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    scores.add(StepScore.of(output, chunk.targets()[position], topK));
  }

  @Override
  public void reverse() {
    throw new UnsupportedOperationException("scores of a sequence that is read from its end");
  }

  /** Returns the scores without that of the step after the last one, which is not known. */
  @Override
  public Prediction prediction() {
    return new Prediction.Scores(scores.subList(0, scores.size() - 1));
  }
}
