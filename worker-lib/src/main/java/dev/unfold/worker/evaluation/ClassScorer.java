package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import java.util.List;

/** Counts which class is the most probable one of each target; of equal ones the first. */
final class ClassScorer implements OutputStatistic {
  private final ConfusionMatrix matrix;

  ClassScorer(List<String> classes) {
    matrix = new ConfusionMatrix(classes);
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    matrix.add(chunk.targets()[position], Elementwise.indexOfLargest(output));
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ConfusionMatrix.class, matrix);
  }
}
