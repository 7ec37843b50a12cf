package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Counts the most probable class for each target; the first of equally probable classes counts. */
final class ClassScorer implements OutputStatistic {
  private final ConfusionMatrix matrix;

  ClassScorer(List<String> classes) {
    matrix = new ConfusionMatrix(classes);
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    matrix.add(chunk.targets()[position], Categorical.mode(output));
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ConfusionMatrix.class, matrix);
  }
}
