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
 * A network of DL4J that begins a chunk with the states that the one before ended with, and whose
 * gradients say so.
 *
 * <p>DL4J 1.0.0-M2 carries the states forward but computes every gradient as if the chunk began
 * with states of zero: its networks ask for truncated back-propagation and then call the plain one.
 * Here the truncated one is called. It runs the layers again from {@code rnnGetPreviousState}, and
 * the forward pass begins with {@code rnnGetTBPTTState}, so that both are set.
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
   * The network of a configuration, with parameters of zero.
   *
   * @param configuration of any kind of back-propagation
   * @throws NonCarryableLayerException if a layer needs more of the steps before than can be
   *     carried
   */
  public static TruncatedBpttGraph of(ComputationGraphConfiguration configuration) {
    CarryableLayers.uncarried(configuration).ifPresent(NonCarryableLayerException::refuse);
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

  /** A layer of a network whose states cannot be carried, in words, if there is one. */
  public static Optional<String> uncarried(ComputationGraphConfiguration configuration) {
    return CarryableLayers.uncarried(configuration)
        .map(found -> "layer " + found.layer() + ", a " + found.kind());
  }

  /** Returns a description of the layers whose states can be carried. */
  public static String carriedLayers() {
    return CarryableLayers.named();
  }

  /** Back-propagates from the states that the chunk began with. */
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

  /** Takes the states to the end of a chunk and learns nothing from it. */
  public void pass(MultiDataSet chunk) {
    setLayerMaskArrays(chunk.getFeaturesMaskArrays(), null);
    rnnActivateUsingStoredState(chunk.getFeatures(), true, true);
    clearLayerMaskArrays();
  }

  /**
   * The widths of the states: of each recurrent layer, from the lowest, the output and the cell.
   */
  public List<Integer> stateWidths() {
    return recurrentLayers().stream()
        .flatMap(layer -> STATES.stream().map(state -> GraphInspection.outputsOf(layer)))
        .toList();
  }

  /**
   * The states that the last chunk ended with, or that were set since.
   *
   * @return a [B, width] for each width
   */
  public List<INDArray> states() {
    List<INDArray> states = new ArrayList<>();
    for (RecurrentLayer layer : recurrentLayers()) {
      STATES.forEach(state -> states.add(layer.rnnGetTBPTTState().get(state)));
    }
    return states;
  }

  /**
   * Sets what the next chunk begins with.
   *
   * @param states a [B, width] for each width
   */
  public void setStates(List<INDArray> states) {
    int next = 0;
    for (RecurrentLayer layer : recurrentLayers()) {
      Map<String, INDArray> ofLayer = new LinkedHashMap<>();
      for (String state : STATES) {
        ofLayer.put(state, states.get(next++));
      }
      layer.rnnSetPreviousState(ofLayer);
      layer.rnnSetTBPTTState(ofLayer);
    }
  }

  /** States of zero. */
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
