package dev.unfold.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A DL4J network that starts a chunk with the final states of the previous one, and whose gradients
 * take them into account.
 *
 * <p>DL4J 1.0.0-M2 carries the states forward but computes every gradient as if the chunk began
 * with states of zero: its networks are configured for truncated back-propagation but call the
 * plain method. This class calls the truncated method. It runs the layers again from {@code
 * rnnGetPreviousState}, and the forward pass begins with {@code rnnGetTBPTTState}, so both are set.
 */
public final class TruncatedBpttGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  /** The carried states: DL4J's names of the output and the cell state of an LSTM. */
  private static final List<String> STATES =
      List.of(LSTM.STATE_KEY_PREV_ACTIVATION, LSTM.STATE_KEY_PREV_MEMCELL);

  private TruncatedBpttGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
    clearTbpttState = false;
  }

  /**
   * Creates the network of a configuration, with parameters of zero.
   *
   * @param configuration a configuration with any kind of back-propagation
   * @throws NonCarryableLayerException if the state of a layer cannot be carried
   */
  public static TruncatedBpttGraph of(ComputationGraphConfiguration configuration) {
    Optional<CarryableLayers.NonCarryableLayer> nonCarryable =
        CarryableLayers.nonCarryableLayer(configuration);
    if (nonCarryable.isPresent()) {
      throw new NonCarryableLayerException(nonCarryable.get());
    }
    ComputationGraphConfiguration truncated = configuration.clone();
    truncated.setBackpropType(BackpropType.TruncatedBPTT);
    truncated.setTbpttFwdLength(Integer.MAX_VALUE);
    truncated.setTbpttBackLength(Integer.MAX_VALUE);
    TruncatedBpttGraph graph = new TruncatedBpttGraph(truncated);
    graph.init(GraphInspection.zeroParameters(truncated), false);
    graph.initGradientsView();
    return graph;
  }

  /** Creates a graph from a stack of layers; parameters and updater state keep their order. */
  public static TruncatedBpttGraph of(MultiLayerConfiguration configuration) {
    return of(GraphInspection.of(configuration));
  }

  /** Returns a description of a layer whose state cannot be carried, if there is one. */
  public static Optional<String> nonCarryableLayer(ComputationGraphConfiguration configuration) {
    return CarryableLayers.nonCarryableLayer(configuration)
        .map(layer -> "layer " + layer.layer() + ", a " + layer.kind());
  }

  /** Returns the names of the layers whose states can be carried. */
  public static String carryableLayers() {
    return CarryableLayers.description();
  }

  /** Back-propagates from the initial states of the chunk. */
  @Override
  protected void calcBackpropGradients(
      boolean clearLayers, boolean truncatedBPTT, INDArray... externalEpsilons) {
    super.calcBackpropGradients(clearLayers, true, externalEpsilons);
  }

  /**
   * Trains on one chunk for {@code fit}: one step of the network's own updater, from the states
   * that are set; {@link #states} then returns the final states of the chunk.
   */
  @Override
  protected void doTruncatedBPTT(
      INDArray[] inputs,
      INDArray[] labels,
      INDArray[] featureMasks,
      INDArray[] labelMasks,
      LayerWorkspaceMgr workspaces) {
    solver.optimize(workspaces);
  }

  /** Carries the states through a chunk without learning from it. */
  public void pass(MultiDataSet chunk) {
    setLayerMaskArrays(chunk.getFeaturesMaskArrays(), null);
    rnnActivateUsingStoredState(chunk.getFeatures(), true, true);
    clearLayerMaskArrays();
  }

  /**
   * Returns the widths of the states: the output and the cell of each recurrent layer, from the
   * lowest layer up.
   */
  public List<Integer> stateWidths() {
    return recurrentLayers().stream()
        .flatMap(layer -> STATES.stream().map(state -> GraphInspection.outputsOf(layer)))
        .toList();
  }

  /**
   * Returns the final states of the last chunk, or those that were set since.
   *
   * @return one [B, width] array for each width
   */
  public List<INDArray> states() {
    List<INDArray> states = new ArrayList<>();
    for (RecurrentLayer layer : recurrentLayers()) {
      STATES.forEach(state -> states.add(layer.rnnGetTBPTTState().get(state)));
    }
    return states;
  }

  /**
   * Sets the initial states of the next chunk.
   *
   * @param states one [B, width] array for each width
   */
  public void setStates(List<INDArray> states) {
    int next = 0;
    for (RecurrentLayer layer : recurrentLayers()) {
      Map<String, INDArray> layerStates = new LinkedHashMap<>();
      for (String state : STATES) {
        layerStates.put(state, states.get(next++));
      }
      layer.rnnSetPreviousState(layerStates);
      layer.rnnSetTBPTTState(layerStates);
    }
  }

  /** Sets all states to zero. */
  public void clearStates(int batch) {
    DataType numbers = getConfiguration().getDataType();
    setStates(stateWidths().stream().map(width -> Nd4j.create(numbers, batch, width)).toList());
  }

  private List<RecurrentLayer> recurrentLayers() {
    return Arrays.stream(getLayers())
        .filter(RecurrentLayer.class::isInstance)
        .map(RecurrentLayer.class::cast)
        .toList();
  }
}
