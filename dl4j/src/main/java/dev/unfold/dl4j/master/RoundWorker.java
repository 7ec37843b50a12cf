package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.WorkerRoundResult.Ended;
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
 * A worker in one round. It trains graphs, also for a stack of layers, whose parameters and updater
 * state stand in the same order in a graph: what is asked of a MultiLayerNetwork is refused.
 */
public final class RoundWorker implements TrainingWorker<WorkerRoundResult> {
  private static final long serialVersionUID = 1L;

  private final WorkerNetworkSource network;
  private final int worker;
  private final WorkerCarry carry;
  private final WorkerListeners watchers;
  private final WorkerConfiguration configuration;
  private transient VanillaStatsStorageRouter router;
  private transient MinibatchTrainer trainer;

  /**
   * @param network what the round begins with
   * @param worker from 0
   * @param carry of the worker's last round; null if there is none
   */
  RoundWorker(
      WorkerNetworkSource network,
      int worker,
      WorkerCarry carry,
      WorkerListeners watchers,
      WorkerConfiguration configuration) {
    this.network = network;
    this.worker = worker;
    this.carry = carry;
    this.watchers = watchers;
    this.configuration = configuration;
  }

  @Override
  public void removeHook(TrainingHook trainingHook) {
    watchers.hooks().remove(trainingHook);
  }

  @Override
  public void addHook(TrainingHook trainingHook) {
    watchers.hooks().add(trainingHook);
  }

  @Override
  public ComputationGraph getInitialModelGraph() {
    NetworkState state = JavaSerialized.read(network.bytes(), NetworkState.class);
    ComputationGraph graph = state.open();
    router = new VanillaStatsStorageRouter();
    watchers.watch(graph, router, worker);
    trainer = new MinibatchTrainer(state, graph, worker, carry);
    return graph;
  }

  @Override
  public WorkerRoundResult processMinibatch(
      MultiDataSet data, ComputationGraph graph, boolean isLast) {
    watchers.before(data, graph);
    trainer.train(data);
    watchers.after(data, graph);
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
        new Ended(
            graph.params(),
            updater,
            trainer.carry(),
            trainer.figures(),
            ListenerReports.of(router)));
  }

  @Override
  public WorkerRoundResult getFinalResultNoData() {
    return new WorkerRoundResult(Ended.WITHOUT_DATA);
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
        "a worker trains a ComputationGraph, also of a MultiLayerNetwork: see"
            + " getInitialModelGraph");
  }
}
