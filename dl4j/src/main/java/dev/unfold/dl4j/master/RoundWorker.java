package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.WorkerRoundResult.WorkerEnd;
import dev.unfold.driver.execution.JavaSerialized;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A worker in one round. It always trains a graph, which has the same order of parameters and
 * updater state as a stack of layers; methods for a MultiLayerNetwork are not supported.
 */
public final class RoundWorker implements TrainingWorker<WorkerRoundResult> {
  private static final long serialVersionUID = 1L;

  private final WorkerNetworkSource network;
  private final int worker;
  private final WorkerCarry carry;
  private final WorkerListeners workerListeners;
  private final WorkerConfiguration configuration;
  private transient VanillaStatsStorageRouter router;
  private transient MinibatchTrainer trainer;

  /**
   * @param network the source of the initial network of the round
   * @param worker the index of the worker, from 0
   * @param carry the carry of the worker's last round; null if there is none
   */
  RoundWorker(
      WorkerNetworkSource network,
      int worker,
      WorkerCarry carry,
      WorkerListeners workerListeners,
      WorkerConfiguration configuration) {
    this.network = network;
    this.worker = worker;
    this.carry = carry;
    this.workerListeners = workerListeners;
    this.configuration = configuration;
  }

  @Override
  public void removeHook(TrainingHook trainingHook) {
    workerListeners.hooks().remove(trainingHook);
  }

  @Override
  public void addHook(TrainingHook trainingHook) {
    workerListeners.hooks().add(trainingHook);
  }

  @Override
  public ComputationGraph getInitialModelGraph() {
    NetworkState state = JavaSerialized.read(network.bytes(), NetworkState.class);
    ComputationGraph graph = state.open();
    router = new VanillaStatsStorageRouter();
    workerListeners.attach(graph, router, worker);
    trainer = new MinibatchTrainer(state, graph, worker, carry);
    return graph;
  }

  @Override
  public WorkerRoundResult processMinibatch(
      MultiDataSet data, ComputationGraph graph, boolean isLast) {
    workerListeners.beforeMinibatch(data, graph);
    trainer.train(data);
    workerListeners.afterMinibatch(data, graph);
    return isLast ? getFinalResult(graph) : null;
  }

  @Override
  public WorkerRoundResult processMinibatch(DataSet data, ComputationGraph graph, boolean isLast) {
    return processMinibatch(data.toMultiDataSet(), graph, isLast);
  }

  @Override
  public WorkerRoundResult getFinalResult(ComputationGraph graph) {
    INDArray updater = graph.getUpdater().getStateViewArray();
    return new WorkerRoundResult(
        new WorkerEnd(
            graph.params(),
            updater,
            trainer.carry(),
            trainer.counts(),
            ListenerReports.of(router)));
  }

  @Override
  public WorkerRoundResult getFinalResultNoData() {
    return new WorkerRoundResult(WorkerEnd.WITHOUT_DATA);
  }

  @Override
  public Pair<WorkerRoundResult, SparkTrainingStats> processMinibatchWithStats(
      MultiDataSet data, ComputationGraph graph, boolean isLast) {
    return withStats(processMinibatch(data, graph, isLast));
  }

  @Override
  public Pair<WorkerRoundResult, SparkTrainingStats> processMinibatchWithStats(
      DataSet data, ComputationGraph graph, boolean isLast) {
    return withStats(processMinibatch(data, graph, isLast));
  }

  @Override
  public Pair<WorkerRoundResult, SparkTrainingStats> getFinalResultWithStats(
      ComputationGraph graph) {
    return withStats(getFinalResult(graph));
  }

  @Override
  public Pair<WorkerRoundResult, SparkTrainingStats> getFinalResultNoDataWithStats() {
    return withStats(getFinalResultNoData());
  }

  private static Pair<WorkerRoundResult, SparkTrainingStats> withStats(WorkerRoundResult result) {
    return result == null ? null : new Pair<>(result, result.stats());
  }

  @Override
  public WorkerConfiguration getDataConfiguration() {
    return configuration;
  }

  @Override
  public long getInstanceId() {
    return worker;
  }

  @Override
  public MultiLayerNetwork getInitialModel() {
    throw trainsGraphs();
  }

  @Override
  public WorkerRoundResult processMinibatch(DataSet data, MultiLayerNetwork stack, boolean isLast) {
    throw trainsGraphs();
  }

  @Override
  public Pair<WorkerRoundResult, SparkTrainingStats> processMinibatchWithStats(
      DataSet data, MultiLayerNetwork stack, boolean isLast) {
    throw trainsGraphs();
  }

  @Override
  public WorkerRoundResult getFinalResult(MultiLayerNetwork stack) {
    throw trainsGraphs();
  }

  @Override
  public Pair<WorkerRoundResult, SparkTrainingStats> getFinalResultWithStats(
      MultiLayerNetwork stack) {
    throw trainsGraphs();
  }

  private static UnsupportedOperationException trainsGraphs() {
    return new UnsupportedOperationException(
        "a worker always trains a ComputationGraph, also for a MultiLayerNetwork: see"
            + " getInitialModelGraph");
  }
}
