package dev.unfold.dl4j.network;

import dev.unfold.dl4j.GraphInspection;
import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.LossUnit;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
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
 * A network of DL4J. If the state of every layer can be carried, it is carried from chunk to chunk;
 * otherwise the network reads whole examples.
 *
 * <p>Clipping, optimizer and averaging are Unfold's; of the configuration only what makes outputs
 * and loss of inputs counts.
 */
public final class Dl4jNetwork implements Network {
  private final ComputationGraphConfiguration configuration;
  private final Dl4jChunkLayout form;
  private final boolean carries;
  private final ParameterLayout parameters;
  private final CarryLayout carry;

  /**
   * @param configuration that fits the data
   * @param carries whether it goes on from chunk to chunk
   */
  Dl4jNetwork(ComputationGraphConfiguration configuration, DataShape shape, boolean carries) {
    this.configuration = configuration;
    this.carries = carries;
    form = Dl4jChunkLayout.of(configuration, shape);
    ComputationGraph graph = open();
    parameters = GraphParameters.layout(graph, configuration);
    carry =
        new CarryLayout(
            graph instanceof TruncatedBpttGraph carrying ? carrying.stateWidths() : List.of());
  }

  /** The network itself, with parameters of zero. */
  ComputationGraph open() {
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
  public LossUnit lossUnit() {
    return form.loss().unit();
  }

  /**
   * Parameters as DL4J saves them, in Unfold's layout.
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

  /** A chunk as a minibatch of DL4J. */
  public DataSet minibatch(Chunk chunk) {
    Dl4jChunkArrays arrays = form.inputsAndTargets(chunk);
    return new DataSet(
        arrays.inputs(),
        arrays.targets().orElseThrow(),
        arrays.inputMask().orElse(null),
        arrays.targetMask().orElse(null));
  }

  /** Returns the layout that converts chunks to inputs and outputs to losses. */
  Dl4jChunkLayout form() {
    return form;
  }

  @Override
  public ForwardPass open(PassMemory memory) {
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    if (workspaces.anyWorkspaceActiveForCurrentThread()) { // a pass that failed may leave some open
      workspaces.destroyAllWorkspacesForCurrentThread();
    }
    return new Dl4jForwardPass(this, memory);
  }
}
