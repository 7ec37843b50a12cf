package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.data.DataSetElementType;
import dev.unfold.dl4j.master.data.ElementType;
import dev.unfold.dl4j.master.data.MultiDataSetElementType;
import dev.unfold.dl4j.master.data.PathElementType;
import dev.unfold.dl4j.master.data.SequencePosition;
import dev.unfold.dl4j.master.settings.MasterSettings;
import dev.unfold.dl4j.master.settings.MasterSettingsFormat;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.OwnedBroadcast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Trains DL4J networks on Spark by truncated back-propagation through time, as a replacement for
 * {@code ParameterAveragingTrainingMaster}: the states of recurrent layers are carried from DataSet
 * to DataSet of a sequence, across workers and rounds, and the result does not depend on the
 * cluster.
 *
 * <p>A DataSet whose examples have a {@link SequencePosition} is a minibatch that begins with the
 * final states of the one before it; the states of the first are zero in each {@code fit}. DataSets
 * without positions are independent of each other, and are merged or split into minibatches of
 * {@code batchSizePerWorker}. Time series that are longer than the network's truncated
 * back-propagation length (its forward length; the backward length is assumed to be equal) are
 * trained chunk by chunk, one update each. A masked label is not a target; as everywhere in DL4J,
 * the states advance over masked steps, too.
 *
 * <p>In a round each worker trains {@code averagingFrequency} minibatches with the network's own
 * updater. Then parameters and updater state are averaged, weighted by the targets that each worker
 * trained, and the network's iteration count grows by the largest number of updates of a worker. If
 * a loss or a parameter is not finite, training ends and the network is as it was before the round.
 *
 * <p>Networks with {@code backpropType} Standard train as in DL4J, on whole sequences or on data
 * without sequences.
 *
 * <p>The result is the same on every cluster, bit for bit, if the environment of every JVM has
 * {@code OMP_NUM_THREADS=1}, the processors are of the same kind, and the RDD returns its DataSets
 * in the same order; with positions the order of the RDD does not matter.
 */
public final class TruncatedBpttTrainingMaster
    implements TrainingMaster<WorkerRoundResult, RoundWorker> {
  private final List<TrainingHook> hooks;
  private MasterSettings settings;
  private MasterTimes times = new MasterTimes();
  private List<TrainingListener> listeners = List.of();
  private StatsStorageRouter router;

  private TruncatedBpttTrainingMaster(MasterSettings settings, List<TrainingHook> hooks) {
    this.settings = settings;
    this.hooks = new ArrayList<>(hooks);
  }

  /**
   * Creates a master from the output of {@link #toJson}, which does not include hooks and
   * listeners.
   */
  public static TruncatedBpttTrainingMaster fromJson(String json) {
    return new TruncatedBpttTrainingMaster(MasterSettingsFormat.ofJson(json), List.of());
  }

  /**
   * Creates a master from the output of {@link #toYaml}, which does not include hooks and
   * listeners.
   */
  public static TruncatedBpttTrainingMaster fromYaml(String yaml) {
    return new TruncatedBpttTrainingMaster(MasterSettingsFormat.ofYaml(yaml), List.of());
  }

  @Override
  public String toJson() {
    return MasterSettingsFormat.toJson(settings);
  }

  @Override
  public String toYaml() {
    return MasterSettingsFormat.toYaml(settings);
  }

  @Override
  public void addHook(TrainingHook trainingHook) {
    hooks.add(trainingHook);
  }

  @Override
  public void removeHook(TrainingHook trainingHook) {
    hooks.remove(trainingHook);
  }

  @Override
  public RoundWorker getWorkerInstance(SparkDl4jMultiLayer network) {
    return worker(new DriverNetwork.Stack(network));
  }

  @Override
  public RoundWorker getWorkerInstance(SparkComputationGraph graph) {
    return worker(new DriverNetwork.Graph(graph));
  }

  private RoundWorker worker(DriverNetwork network) {
    byte[] state = JavaSerialized.of(network.state());
    return new RoundWorker(
        () -> state, 0, null, workerListeners(network), WorkerRoundRunner.configuration(settings));
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData) {
    fit(new DriverNetwork.Stack(network), trainingData, new DataSetElementType());
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> trainingData) {
    fit(new DriverNetwork.Graph(graph), trainingData, new DataSetElementType());
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> trainingData) {
    fit(new DriverNetwork.Graph(graph), trainingData, new MultiDataSetElementType());
  }

  /**
   * {@inheritDoc} Files written by {@code save} of DataSet and MultiDataSet keep the positions.
   * Each file is read twice: for its positions, and when it is trained.
   */
  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> trainingDataPaths,
      DataSetLoader dsLoader,
      MultiDataSetLoader mdsLoader) {
    DriverNetwork driverNetwork =
        network == null ? new DriverNetwork.Graph(graph) : new DriverNetwork.Stack(network);
    JavaSparkContext spark = driverNetwork.spark();
    SerializableHadoopConfig configuration =
        new SerializableHadoopConfig(spark.hadoopConfiguration());
    try (OwnedBroadcast<SerializableHadoopConfig> hadoop =
        OwnedBroadcast.of(spark, configuration)) {
      fit(
          driverNetwork,
          trainingDataPaths,
          new PathElementType(dsLoader, mdsLoader, hadoop.broadcast()));
    }
  }

  private <T> void fit(DriverNetwork network, JavaRDD<T> data, ElementType<T> elementType) {
    MasterTimes fitTimes = settings.collectTrainingStats() ? times : new MasterTimes();
    FitPass fit = new FitPass(network, settings, workerListeners(network), fitTimes, router);
    fitTimes.time(
        MasterTimes.Phase.FIT,
        () -> {
          fit.run(data, elementType);
          return network;
        });
  }

  private WorkerListeners workerListeners(DriverNetwork network) {
    return new WorkerListeners(hooks, listeners, router != null, network.isStack());
  }

  @Override
  public void setCollectTrainingStats(boolean collectTrainingStats) {
    if (collectTrainingStats != settings.collectTrainingStats()) {
      settings = settings.withCollectTrainingStats(collectTrainingStats);
      times = new MasterTimes();
    }
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return settings.collectTrainingStats();
  }

  @Override
  public SparkTrainingStats getTrainingStats() {
    return settings.collectTrainingStats() ? times.stats() : null;
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    setListeners(null, listeners);
  }

  /** Sets the listeners, of which each worker has new copies in each round. */
  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
    this.router = router;
    this.listeners = listeners == null ? List.of() : List.copyOf(listeners);
  }

  /** Does nothing: there are no temporary files after a fit. */
  @Override
  public boolean deleteTempFiles(JavaSparkContext sc) {
    return true;
  }

  /** Does nothing: there are no temporary files after a fit. */
  @Override
  public boolean deleteTempFiles(SparkContext sc) {
    return true;
  }

  /** Builds masters; its methods are named as those of DL4J's own master. */
  public static final class Builder {
    private static final int DEFAULT_BATCH_SIZE_PER_WORKER = 16;
    private static final int DEFAULT_AVERAGING_FREQUENCY = 5;

    private final int workers;
    private final int rddDataSetNumExamples;
    private final List<TrainingHook> hooks = new ArrayList<>();
    private int batchSizePerWorker = DEFAULT_BATCH_SIZE_PER_WORKER;
    private int averagingFrequency = DEFAULT_AVERAGING_FREQUENCY;
    private boolean collectTrainingStats;

    /**
     * @param workers the number of logical workers, which affects the result, on every cluster
     * @param rddDataSetNumExamples the number of examples of each DataSet of the training data
     */
    public Builder(int workers, int rddDataSetNumExamples) {
      this.workers = workers;
      this.rddDataSetNumExamples = rddDataSetNumExamples;
    }

    /** Sets the number of examples of a minibatch for DataSets without positions; 16 by default. */
    public Builder batchSizePerWorker(int batchSizePerWorker) {
      this.batchSizePerWorker = batchSizePerWorker;
      return this;
    }

    /** Sets the number of minibatches that each worker trains in a round; 5 by default. */
    public Builder averagingFrequency(int averagingFrequency) {
      this.averagingFrequency = averagingFrequency;
      return this;
    }

    /** Sets the hooks that are called for every minibatch on the workers; none by default. */
    public Builder trainingHooks(Collection<TrainingHook> trainingHooks) {
      hooks.clear();
      hooks.addAll(trainingHooks);
      return this;
    }

    /** Sets the training hooks. */
    public Builder trainingHooks(TrainingHook... trainingHooks) {
      return trainingHooks(Arrays.asList(trainingHooks));
    }

    /** Sets whether times are collected; they are not by default. */
    public Builder collectTrainingStats(boolean collectTrainingStats) {
      this.collectTrainingStats = collectTrainingStats;
      return this;
    }

    /**
     * Builds the master.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public TruncatedBpttTrainingMaster build() {
      return new TruncatedBpttTrainingMaster(
          new MasterSettings(
              workers,
              rddDataSetNumExamples,
              batchSizePerWorker,
              averagingFrequency,
              collectTrainingStats),
          hooks);
    }
  }
}
