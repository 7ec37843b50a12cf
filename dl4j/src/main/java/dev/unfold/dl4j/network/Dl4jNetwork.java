package dev.unfold.dl4j.network;

import dev.unfold.dl4j.GraphInspection;
import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A DL4J network. If the state of every layer can be carried, it is carried from chunk to chunk;
 * otherwise the network reads whole examples.
 *
 * <p>Clipping, optimizer and averaging are Unfold's; only the parts of the configuration that
 * determine outputs and loss are used.
 */
public final class Dl4jNetwork implements Network {
  private final ComputationGraphConfiguration configuration;
  private final Dl4jChunkLayout layout;
  private final boolean carries;
  private final ParameterLayout parameters;
  private final CarryLayout carry;

  /**
   * @param configuration a configuration that fits the data
   * @param carries whether the state is carried from chunk to chunk
   */
  Dl4jNetwork(ComputationGraphConfiguration configuration, DataShape shape, boolean carries) {
    this.configuration = configuration;
    this.carries = carries;
    layout = new GraphEndLayers(configuration).layout(shape);
    ComputationGraph graph = open();
    parameters = GraphParameters.layout(graph, configuration);
    carry =
        new CarryLayout(
            graph instanceof TruncatedBpttGraph truncatedGraph
                ? truncatedGraph.stateWidths()
                : List.of());
  }

  /** Opens the network with parameters of zero. */
  private ComputationGraph open() {
    if (carries) {
      return TruncatedBpttGraph.of(configuration);
    }
    ComputationGraphConfiguration standard = configuration.clone();
    standard.setBackpropType(BackpropType.Standard);
    ComputationGraph graph = new ComputationGraph(standard);
    graph.init(GraphInspection.zeroParameters(standard), false);
    graph.initGradientsView();
    return graph;
  }

  @Override
  public ParameterLayout parameters() {
    return parameters;
  }

  @Override
  public CarryLayout carry() {
    return carry;
  }

  @Override
  public OutputDistribution distribution() {
    return layout.loss().distribution();
  }

  @Override
  public LossUnit lossUnit() {
    return layout.loss().unit();
  }

  /**
   * Converts parameters from DL4J's format to Unfold's layout.
   *
   * @param saved the flat vector, in DL4J's order
   */
  public float[] parametersOf(float[] saved) {
    ComputationGraph graph = open();
    try (INDArray flat = Nd4jFloatArrays.of(saved, configuration.getDataType(), 1, saved.length)) {
      graph.setParams(flat);
    }
    return new GraphParameters(parameters, graph).toVector();
  }

  /** Converts a chunk to a DL4J minibatch. */
  public DataSet minibatch(Chunk chunk) {
    Dl4jChunkArrays arrays = layout.inputsAndTargets(chunk);
    return new DataSet(
        arrays.inputs(),
        arrays.targets().orElseThrow(),
        arrays.inputMask().orElse(null),
        arrays.targetMask().orElse(null));
  }

  @Override
  public ForwardPass open(PassMemory memory) {
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    if (workspaces.anyWorkspaceActiveForCurrentThread()) { // left open by a failed pass
      workspaces.destroyAllWorkspacesForCurrentThread();
    }
    ComputationGraph graph = open();
    return new Dl4jForwardPass(
        new StatefulGraph(graph, layout, new Carry(carry, memory)),
        new GraphParameters(parameters, graph),
        memory);
  }
}
