package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Counts the predicted class for each target; the first of equally probable classes counts. */
final class ClassScorer implements OutputScorer {
  private final ConfusionMatrix matrix;
  private final int outputs;
  private final OutputDistribution distribution;

  /**
   * @param classes the names of the classes by id
   * @param outputs the number of classes that the network knows, which come first
   * @param distribution what its outputs say about a target
   */
  ClassScorer(List<String> classes, int outputs, OutputDistribution distribution) {
    this.distribution = distribution;
    matrix = new ConfusionMatrix(classes);
    this.outputs = outputs;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int reference = Chunk.classOf(chunk.targets()[position], outputs);
    matrix.add(reference, distribution.predictedClass(output));
  }

  @Override
  public Score.Count<?> count() {
    return new Score.Count<>(ConfusionMatrix.class, matrix);
  }
}
