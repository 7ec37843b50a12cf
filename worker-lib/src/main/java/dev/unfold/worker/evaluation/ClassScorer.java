package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Counts which class is the most probable one of each target; of equal ones the first. */
final class ClassScorer implements OutputScorer {
  private final ConfusionMatrix matrix;

  ClassScorer(List<String> classes) {
    matrix = new ConfusionMatrix(classes);
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    matrix.add(chunk.targets()[position], mostProbable(output));
  }

  private static int mostProbable(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ConfusionMatrix.class, matrix);
  }
}
