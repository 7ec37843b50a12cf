package dev.unfold.dl4j.network;

import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph with the states that it carries from chunk to chunk. A graph that is no {@link
 * TruncatedBpttGraph} reads whole sequences and carries nothing.
 *
 * @param layout the layout of the arrays of a chunk
 * @param carry the states, which are updated before and after each chunk
 */
record StatefulGraph(ComputationGraph graph, Dl4jChunkLayout layout, Carry carry) {
  /** Carries the states through a chunk as in training, with dropout and without an output. */
  void carryThrough(Chunk chunk) {
    if (!(graph instanceof TruncatedBpttGraph)) {
      return; // nothing is carried
    }
    try (Dl4jChunkArrays arrays = layout.inputs(chunk)) {
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

  /** Returns the output for a chunk in evaluation. */
  INDArray activate(Dl4jChunkArrays arrays) {
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
    return Nd4jFloatArrays.of(values, layout.numbers(), state.rows(), width);
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
