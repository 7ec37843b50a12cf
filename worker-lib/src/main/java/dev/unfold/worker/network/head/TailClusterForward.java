package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The forward half of one cluster: the losses of its targets, given the cluster. */
final class TailClusterForward {
  private final TailCluster cluster;
  private final PassMemory memory;
  private final GatheredRows gathered;
  private final Operand projection;
  private final RowPrefixViews projected;
  private final ClassifierForward classifier;
  private final float[] logits;

  /**
   * @param gathered shared with the other clusters
   */
  TailClusterForward(TailCluster cluster, PassMemory memory, GatheredRows gathered) {
    this.cluster = cluster;
    this.memory = memory;
    this.gathered = gathered;
    Matrix values = cluster.projection().in(memory.parameters());
    projection = memory.gemm().operand(values, memory.workspace());
    Matrix products = memory.workspace().matrix(gathered.capacity(), values.columns());
    Operand inputs = memory.gemm().operand(products, memory.workspace());
    projected = new RowPrefixViews(inputs);
    classifier = new ClassifierForward(cluster.classifier(), memory, inputs, GatheredRows.MULTIPLE);
    logits = new float[cluster.classifier().classes()];
  }

  void parametersChanged() {
    projection.refresh();
    classifier.parametersChanged();
  }

  double loss(Chunk chunk) {
    if (!gathered.gather(chunk, cluster)) {
      return 0;
    }
    project();
    return classifier.loss(gathered.targets(), gathered.size());
  }

  /**
   * Computes the log-probabilities of the classes of the cluster.
   *
   * @param ofCluster the log-probability of the cluster
   * @param to [V], of which the elements of the cluster's classes are set
   */
  void logProbabilitiesInto(int position, double ofCluster, float[] to) {
    gathered.gatherRow(position);
    project();
    classifier.logitsInto(0, logits);
    double shift = ofCluster - Categorical.logNormalizer(logits);
    for (int i = 0; i < logits.length; i++) {
      to[cluster.first() + i] = (float) (logits[i] + shift);
    }
  }

  /** Projects the gathered rows. */
  void project() {
    Operand outputs = projected.of(gathered.size());
    memory.gemm().multiplyInto(gathered.rows(), projection, outputs.matrix());
    outputs.refresh();
  }

  ClassifierForward classifier() {
    return classifier;
  }

  TailCluster cluster() {
    return cluster;
  }

  PassMemory memory() {
    return memory;
  }

  GatheredRows gathered() {
    return gathered;
  }

  Operand projection() {
    return projection;
  }
}
