package dev.unfold.dl4j.master;

import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.dl4j.master.data.DataSetChunker;
import dev.unfold.dl4j.master.data.SequenceException;
import dev.unfold.dl4j.master.data.SequenceParts;
import dev.unfold.dl4j.master.data.TargetCounter;
import dev.unfold.worker.parameters.CounterRandom;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a worker's network on one minibatch after the other, with its own updater. A minibatch
 * without targets makes no update.
 *
 * <p>The random numbers of a step, for example for dropout, depend on the network's seed, its
 * iteration and the worker alone; those of a chunk without targets also on the number of such
 * chunks before it.
 */
final class MinibatchTrainer {
  private final ComputationGraph graph;
  private final DataSetChunker chunks;
  private final int worker;
  private final int firstIteration;
  private WorkerCarry carry;
  private long targets;
  private long chunksWithoutTargets;
  private String nonFinite = "";

  /**
   * @param state the state from which the network was opened
   * @param carry the carry of the worker's last round; null if there is none
   */
  MinibatchTrainer(NetworkState state, ComputationGraph graph, int worker, WorkerCarry carry) {
    this.graph = graph;
    this.worker = worker;
    this.carry = carry;
    chunks = new DataSetChunker(state.configuration());
    firstIteration = state.iteration();
  }

  /**
   * Trains a minibatch, unless an earlier value was not finite.
   *
   * @throws SequenceException if it does not follow the last part
   */
  void train(MultiDataSet data) {
    if (!nonFinite.isEmpty()) {
      return;
    }
    if (graph instanceof TruncatedBpttGraph truncatedGraph) {
      trainChunks(data, truncatedGraph);
    } else if (TargetCounter.of(data) > 0) {
      step(data);
    }
  }

  private void trainChunks(MultiDataSet data, TruncatedBpttGraph truncatedGraph) {
    Optional<SequenceParts> parts = SequenceParts.of(data);
    begin(parts, Math.toIntExact(data.getFeatures(0).size(0)), truncatedGraph);
    for (MultiDataSet chunk : chunks.of(data)) {
      if (TargetCounter.of(chunk) > 0) {
        step(chunk);
      } else {
        pass(chunk, truncatedGraph);
      }
      truncatedGraph.setStates(truncatedGraph.states());
    }
    carry = parts.map(after -> new WorkerCarry(after, truncatedGraph.states())).orElse(null);
  }

  private void begin(Optional<SequenceParts> parts, int batch, TruncatedBpttGraph truncatedGraph) {
    boolean continues =
        carry != null
            && parts.isPresent()
            && parts.get().sequences().equals(carry.after().sequences());
    if (!continues) {
      truncatedGraph.clearStates(batch);
    } else if (parts.get().follows(carry.after())) {
      truncatedGraph.setStates(carry.states());
    } else {
      throw new SequenceException(
          "sequence "
              + parts.get().sequences().get(0)
              + ": expected the part after part "
              + carry.after().order()
              + ", found part "
              + parts.get().order());
    }
  }

  private CounterRandom random(int iteration) {
    return new CounterRandom(graph.conf().getSeed()).derive(iteration);
  }

  /** Carries the states through a chunk without targets, with separate random numbers. */
  private void pass(MultiDataSet chunk, TruncatedBpttGraph truncatedGraph) {
    CounterRandom random = random(graph.getConfiguration().getIterationCount()).derive(worker);
    Nd4j.getRandom().setSeed(random.bits(chunksWithoutTargets));
    chunksWithoutTargets++;
    truncatedGraph.pass(chunk);
  }

  private void step(MultiDataSet data) {
    int iteration = graph.getConfiguration().getIterationCount();
    Nd4j.getRandom().setSeed(random(iteration).bits(worker));
    graph.fit(data);
    targets += TargetCounter.of(data);
    if (!Double.isFinite(graph.score())) {
      nonFinite = "the loss of iteration " + iteration + " is not finite, found " + graph.score();
    }
  }

  /** Returns the counts so far. */
  WorkerCounts counts() {
    INDArray parameters = graph.params();
    if (nonFinite.isEmpty() && (parameters.isNaN().any() || parameters.isInfinite().any())) {
      nonFinite = "a parameter is not finite";
    }
    return new WorkerCounts(
        targets,
        graph.getConfiguration().getIterationCount() - firstIteration,
        graph.score(),
        nonFinite);
  }

  /**
   * Returns the final states of the last minibatch; null if no other one can continue from them.
   */
  WorkerCarry carry() {
    return carry;
  }
}
