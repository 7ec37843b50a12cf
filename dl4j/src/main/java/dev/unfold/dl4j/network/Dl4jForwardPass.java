package dev.unfold.dl4j.network;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/**
 * The forward pass of a DL4J network. It has its own copies of parameters and states, which are
 * updated when the parameters changed, and before and after each chunk.
 */
final class Dl4jForwardPass implements ForwardPass {
  private final StatefulGraph graph;
  private final GraphParameters parameters;
  private final PassMemory memory;
  private Dl4jOutputs outputs;

  Dl4jForwardPass(StatefulGraph graph, GraphParameters parameters, PassMemory memory) {
    this.graph = graph;
    this.parameters = parameters;
    this.memory = memory;
  }

  @Override
  public void parametersChanged() {
    parameters.load(memory.parameters());
  }

  @Override
  public Carry carry() {
    return graph.carry();
  }

  @Override
  public void run(Chunk chunk) {
    try (Dl4jChunkArrays arrays = graph.layout().inputs(chunk)) {
      graph.begin(chunk);
      outputs = Dl4jOutputs.of(graph.layout(), graph.activate(arrays), chunk);
      graph.end();
    } finally {
      graph.graph().clearLayerMaskArrays();
    }
  }

  @Override
  public double loss(Chunk chunk) {
    run(chunk);
    return outputs.loss(chunk);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    outputs.forEachTarget(chunk, consumer);
  }

  @Override
  public TrainingPass openTraining() {
    Matrix vector = memory.workspace().vector(parameters.layout().length());
    return new Dl4jTrainingPass(graph, parameters, vector);
  }
}
