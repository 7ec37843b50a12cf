package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Counts the most probable class for each target; the first of equally probable classes counts. */
final class ClassScorer implements OutputStatistic {
  private final ConfusionMatrix matrix;
  private final int outputs;

  /**
   * @param classes the names of the classes by id
   * @param outputs the number of classes that the network knows, which come first
   */
  ClassScorer(List<String> classes, int outputs) {
    matrix = new ConfusionMatrix(classes);
    this.outputs = outputs;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    matrix.add(Chunk.classOf(chunk.targets()[position], outputs), Categorical.mode(output));
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ConfusionMatrix.class, matrix);
  }
}
