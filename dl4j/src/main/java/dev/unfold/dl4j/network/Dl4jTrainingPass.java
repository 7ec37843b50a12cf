package dev.unfold.dl4j.network;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training pass of a DL4J network, whose losses and gradients are sums over the examples and
 * the steps of a chunk.
 */
final class Dl4jTrainingPass implements ForwardPass.TrainingPass {
  private final Dl4jNetwork network;
  private final Dl4jForwardPass forward;
  private final Matrix vector;
  private final Gradients gradients;

  Dl4jTrainingPass(Dl4jNetwork network, Dl4jForwardPass forward, Workspace workspace) {
    this.network = network;
    this.forward = forward;
    vector = workspace.vector(network.parameters().length());
    gradients = new Gradients(network.parameters(), vector, List.of());
  }

  @Override
  public double lossAndGradients(Chunk chunk, ChunkNoise noise) {
    Nd4j.getRandom().setSeed(noise.random().key());
    ComputationGraph graph = forward.graph();
    try (Dl4jChunkArrays arrays = network.layout().inputsAndTargets(chunk)) {
      forward.begin(chunk);
      graph.setInputs(arrays.inputs());
      graph.setLabels(arrays.targets().orElseThrow());
      graph.setLayerMaskArrays(arrays.inputMasks(), arrays.targetMasks());
      graph.computeGradientAndScore();
      forward.end();
    } finally {
      graph.clearLayerMaskArrays();
    }
    forward.parameters().storeGradients(graph, 1f / chunk.targetCount(), vector);
    return graph.score() * chunk.batch();
  }

  @Override
  public void run(Chunk chunk, ChunkNoise noise) {
    Nd4j.getRandom().setSeed(noise.random().key());
    forward.carryThrough(chunk);
  }

  @Override
  public Gradients gradients() {
    return gradients;
  }
}
