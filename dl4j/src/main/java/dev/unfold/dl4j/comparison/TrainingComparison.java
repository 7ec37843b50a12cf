package dev.unfold.dl4j.comparison;

import dev.unfold.dl4j.exchange.ConvertedNetwork;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.dl4j.master.TruncatedBpttTrainingMaster;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.ShardedTextCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.extension.TrainerResult;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one language model in three ways, from the same parameters, on the same chunks of the same
 * text, with the same number of workers and averages: with DL4J's own training master, with
 * Unfold's training master, and with Unfold's engine.
 */
final class TrainingComparison {
  private static final double NANOS = 1e9;

  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final ShardedTextCorpus train;
  private final ShardedTextCorpus validation;
  private final TaskConfiguration taskConfiguration;
  private final Network network;
  private final ConvertedNetwork converted;
  private final float[] initial;

  /**
   * Encodes the texts and initializes the parameters.
   *
   * @param settings the settings of a language model that DL4J supports too, with a validation text
   */
  TrainingComparison(JavaSparkContext spark, UnfoldSettings settings) throws IOException {
    this.spark = spark;
    this.settings = settings;
    TextCorpusEncoder encoder = new TextCorpusEncoder(spark, settings.corpus().cache());
    EncodedTextCorpus text = encoder.encodeTraining(settings.corpus().train(), settings.corpus());
    EncodedTextCorpus heldOut =
        encoder.encode(
            settings.corpus().validation(),
            settings.corpus().unit(),
            settings.corpus().document(),
            text.vocabulary());
    TrainingSettings training = settings.training();
    train =
        ShardedTextCorpus.of(
            text,
            new LaneLayout(text.tokens(), training.shards(), training.batch(), training.steps()));
    validation = ShardedTextCorpus.forEvaluation(heldOut, settings.evaluation());
    taskConfiguration =
        new TaskConfiguration(
            settings.network(),
            DataShape.forText(text.vocabularySize()),
            Kernels.choose(settings.engine(), training.precision()),
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    network = taskConfiguration.buildNetwork();
    converted =
        ConvertedNetwork.of(
            settings.network(), taskConfiguration.shape(), SettingKeys.flatten(settings));
    initial = new ShardTrainer(network, training).initialState().parameters();
  }

  /**
   * Trains with {@code ParameterAveragingTrainingMaster}, with minibatches in memory and no
   * repartitioning.
   */
  TrainerResult trainWithDl4j(int repetitions) throws IOException {
    TrainingSettings training = settings.training();
    return train(
        "dl4j",
        "ParameterAveraging (DL4J)",
        () ->
            new ParameterAveragingTrainingMaster.Builder(training.shards(), training.batch())
                .batchSizePerWorker(training.batch())
                .averagingFrequency(settings.averaging().interval())
                .workerPrefetchNumBatches(0)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .repartionData(Repartition.Never)
                .storageLevel(null)
                .build(),
        repetitions);
  }

  /** Trains the same network with Unfold's training master. */
  TrainerResult trainWithMaster(int repetitions) throws IOException {
    TrainingSettings training = settings.training();
    return train(
        "master",
        "TruncatedBptt (Unfold)",
        () ->
            new TruncatedBpttTrainingMaster.Builder(training.shards(), training.batch())
                .averagingFrequency(settings.averaging().interval())
                .build(),
        repetitions);
  }

  private interface MasterFactory {
    TrainingMaster<?, ?> create();
  }

  private TrainerResult train(String trainer, String title, MasterFactory factory, int repetitions)
      throws IOException {
    NetworkSettings dl4jSettings = converted.settings();
    TaskConfiguration dl4jJob =
        new TaskConfiguration(
            dl4jSettings,
            taskConfiguration.shape(),
            taskConfiguration.kernels(),
            taskConfiguration.hadoop());
    JavaRDD<DataSet> minibatches = new ChunkDataSets(dl4jJob, train).load(spark);
    List<Double> speeds = new ArrayList<>();
    List<float[]> finalParameters = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      SparkDl4jMultiLayer dl4j = new SparkDl4jMultiLayer(spark, createNetwork(), factory.create());
      for (int epoch = 0; epoch < settings.training().epochs(); epoch++) {
        long start = System.nanoTime();
        dl4j.fit(minibatches);
        double seconds = (System.nanoTime() - start) / NANOS;
        if (epoch > 0) {
          speeds.add((train.corpus().tokens() - 1) / seconds);
        }
      }
      float[] parameters = initial.clone();
      converted.mapping().toUnfoldInto(dl4j.getNetwork().params().data().asFloat(), parameters);
      finalParameters.add(parameters);
    }
    minibatches.unpersist();
    return result(trainer, title, speeds, finalParameters);
  }

  private MultiLayerNetwork createNetwork() {
    MultiLayerNetwork dl4j = new MultiLayerNetwork(stack().layers().clone());
    dl4j.init(Nd4j.createFromArray(converted.mapping().toDl4j(initial)).reshape(1, -1), true);
    return dl4j;
  }

  private Dl4jConfiguration.Stack stack() {
    return (Dl4jConfiguration.Stack) converted.configuration();
  }

  /** Trains like {@code unfold train}, in subfolders of {@code run.dir}. */
  TrainerResult trainWithEngine(int repetitions) throws IOException {
    List<Double> speeds = new ArrayList<>();
    List<float[]> finalParameters = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      String folder = settings.run().dir() + "/engine-" + i;
      UnfoldSettings runSettings =
          settings.with(settings.corpus(), settings.training(), new RunSettings(folder, ""));
      EpochSpeeds epochSpeeds = new EpochSpeeds();
      new TrainingRun(spark, runSettings, epochSpeeds).run(() -> false);
      speeds.addAll(epochSpeeds.withoutFirst());
      String model = folder + "/" + RunFiles.MODEL;
      finalParameters.add(ModelFolder.open(model, spark.hadoopConfiguration()).read().parameters());
    }
    return result("engine", "Unfold's engine", speeds, finalParameters);
  }

  private TrainerResult result(
      String trainer, String title, List<Double> speeds, List<float[]> finalParameters)
      throws IOException {
    double loss =
        new CorpusEvaluator(spark, taskConfiguration, Scoring.ofText(0))
            .evaluate(validation, finalParameters.get(0), "comparison")
            .measures()
            .get("loss");
    List<Double> sorted = speeds.stream().sorted().toList();
    return new TrainerResult(
        trainer,
        title,
        sorted.get(sorted.size() / 2),
        loss,
        finalParameters.stream()
            .map(parameters -> Model.sha256(network.parameters(), parameters))
            .toList());
  }

  /** Measures the tokens per second of each epoch, from the times of its rounds. */
  private static final class EpochSpeeds implements TrainingListener {
    private final List<Double> epochs = new ArrayList<>();
    private double targets;
    private double seconds;

    @Override
    public void roundFinished(RoundSummary summary) {
      targets += summary.targets();
      seconds += summary.targets() / summary.targetsPerSecond();
    }

    @Override
    public void epochFinished(EpochSummary summary) {
      epochs.add(targets / seconds);
      targets = 0;
      seconds = 0;
    }

    List<Double> withoutFirst() {
      return epochs.subList(1, epochs.size());
    }
  }
}
