package dev.unfold.dl4j.network;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training pass of a DL4J network, whose losses and gradients are sums over the examples and
 * the steps of a chunk.
 */
final class Dl4jTrainingPass implements ForwardPass.TrainingPass {
  private final StatefulGraph states;
  private final GraphParameters parameters;
  private final Matrix vector;
  private final Gradients gradients;

  /**
   * @param vector the flat vector that the gradients of the parameters are written to
   */
  Dl4jTrainingPass(StatefulGraph states, GraphParameters parameters, Matrix vector) {
    this.states = states;
    this.parameters = parameters;
    this.vector = vector;
    gradients = new Gradients(parameters.layout(), vector, List.of());
  }

  @Override
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    Nd4j.getRandom().setSeed(mode.random().key());
    ComputationGraph graph = states.graph();
    try (Dl4jChunkArrays arrays = states.layout().inputsAndTargets(chunk)) {
      states.begin(chunk);
      graph.setInputs(arrays.inputs());
      graph.setLabels(arrays.targets().orElseThrow());
      graph.setLayerMaskArrays(arrays.inputMasks(), arrays.targetMasks());
      graph.computeGradientAndScore();
      states.end();
    } finally {
      graph.clearLayerMaskArrays();
    }
    parameters.storeGradients(graph, 1f / chunk.targetCount(), vector);
    return graph.score() * chunk.batch();
  }

  @Override
  public void run(Chunk chunk, ForwardMode mode) {
    Nd4j.getRandom().setSeed(mode.random().key());
    states.carryThrough(chunk);
  }

  @Override
  public Gradients gradients() {
    return gradients;
  }
}
