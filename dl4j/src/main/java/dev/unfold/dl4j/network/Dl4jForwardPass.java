package dev.unfold.dl4j.network;

import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The forward pass of a DL4J network. It has its own copies of parameters and states, which are
 * updated when the parameters changed, and before and after each chunk.
 */
final class Dl4jForwardPass implements ForwardPass {
  private final Dl4jNetwork network;
  private final PassMemory memory;
  private final Carry carry;
  private final ComputationGraph graph;
  private final GraphParameters parameters;
  private Dl4jOutputs outputs;

  Dl4jForwardPass(Dl4jNetwork network, PassMemory memory) {
    this.network = network;
    this.memory = memory;
    carry = new Carry(network.carry(), memory);
    graph = network.open();
    parameters = new GraphParameters(network.parameters(), graph);
  }

  @Override
  public void parametersChanged() {
    parameters.load(memory.parameters());
  }

  @Override
  public Carry carry() {
    return carry;
  }

  @Override
  public void run(Chunk chunk) {
    try (Dl4jChunkArrays arrays = network.layout().inputs(chunk)) {
      begin(chunk);
      outputs = network.layout().outputs(activate(arrays), chunk);
      end();
    } finally {
      graph.clearLayerMaskArrays();
    }
  }

  /** Carries the states through a chunk as in training, with dropout and without an output. */
  void carryThrough(Chunk chunk) {
    if (!(graph instanceof TruncatedBpttGraph)) {
      return; // nothing is carried
    }
    try (Dl4jChunkArrays arrays = network.layout().inputs(chunk)) {
      begin(chunk);
      INDArray output = activateCarrying(arrays, true);
      if (output.closeable()) {
        output.close();
      }
      end();
    } finally {
      graph.clearLayerMaskArrays();
    }
  }

  private INDArray activate(Dl4jChunkArrays arrays) {
    if (graph instanceof TruncatedBpttGraph) {
      return activateCarrying(arrays, false);
    }
    INDArray[] inputs = {arrays.inputs()};
    graph.setLayerMaskArrays(arrays.inputMasks(), arrays.targetMasks());
    return graph.output(false, inputs, arrays.inputMasks(), arrays.targetMasks())[0];
  }

  private INDArray activateCarrying(Dl4jChunkArrays arrays, boolean training) {
    INDArray[] inputs = {arrays.inputs()};
    graph.setLayerMaskArrays(arrays.inputMasks(), arrays.targetMasks());
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    return graph.rnnActivateUsingStoredState(inputs, training, true).get(output);
  }

  @Override
  public double loss(Chunk chunk) {
    run(chunk);
    return outputs.loss(chunk);
  }

  @Override
  public void logitsInto(Chunk chunk, int lane, float[] logits) {
    run(chunk);
    outputs.into((chunk.steps() - 1) * chunk.batch() + lane, logits);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    outputs.forEachTarget(chunk, consumer);
  }

  @Override
  public TrainingPass openTraining() {
    return new Dl4jTrainingPass(network, this, memory.workspace());
  }

  ComputationGraph graph() {
    return graph;
  }

  GraphParameters parameters() {
    return parameters;
  }

  /**
   * Sets the initial states of a chunk.
   *
   * @throws IllegalArgumentException if a lane is reset inside the chunk, or continues although
   *     nothing is carried
   */
  void begin(Chunk chunk) {
    requireWholeLanes(chunk);
    if (graph instanceof TruncatedBpttGraph truncatedGraph) {
      List<INDArray> states = new ArrayList<>();
      for (Matrix state : carry.states()) {
        states.add(stateOf(state, chunk));
      }
      truncatedGraph.setStates(states);
    }
  }

  private INDArray stateOf(Matrix state, Chunk chunk) {
    float[] values = state.toArray();
    int width = state.columns();
    for (int i = 0; i < values.length; i++) {
      if (chunk.resets()[i / width]) {
        values[i] = 0;
      }
    }
    return Nd4jFloatArrays.of(values, network.layout().numbers(), state.rows(), width);
  }

  private void requireWholeLanes(Chunk chunk) {
    int batch = chunk.batch();
    for (int position = 0; position < chunk.steps() * batch; position++) {
      boolean starts = chunk.resets()[position];
      boolean mayStart = position < batch;
      if (starts && !mayStart) {
        throw new IllegalArgumentException(
            "a lane of a DL4J network cannot be reset inside a chunk, but lane "
                + position % batch
                + " does at step "
                + position / batch);
      }
      if (mayStart
          && !starts
          && chunk.present()[position]
          && !(graph instanceof TruncatedBpttGraph)) {
        throw new IllegalArgumentException(
            "a DL4J network without carried state reads whole sequences, but lane "
                + position
                + " continues another chunk");
      }
    }
  }

  /** Stores the final states of the chunk. */
  void end() {
    if (graph instanceof TruncatedBpttGraph truncatedGraph) {
      List<INDArray> states = truncatedGraph.states();
      for (int i = 0; i < states.size(); i++) {
        carry.states().get(i).set(Nd4jFloatArrays.toFloats(states.get(i)));
      }
    }
  }
}
