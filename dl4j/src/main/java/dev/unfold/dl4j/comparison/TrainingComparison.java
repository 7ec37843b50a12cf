package dev.unfold.dl4j.comparison;

import dev.unfold.dl4j.exchange.ConvertedNetwork;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.dl4j.master.TruncatedBpttTrainingMaster;
import dev.unfold.driver.corpus.EncodedTextCorpus;
import dev.unfold.driver.corpus.ShardedTextCorpus;
import dev.unfold.driver.corpus.TextCorpusEncoder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.extension.TrainerResult;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.storage.SerializedHadoopConfiguration;
import dev.unfold.driver.training.EpochReport;
import dev.unfold.driver.training.RoundReport;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.TrainingSettings;
import dev.unfold.worker.settings.UnfoldSettings;
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
 * Trains one language model three ways, from the same parameters, on the same chunks of the same
 * text, by as many workers that average as often: by DL4J's own training master, by Unfold's in its
 * place, and by Unfold's engine.
 */
final class TrainingComparison {
  private static final double NANOS = 1e9;

  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final ShardedTextCorpus train;
  private final ShardedTextCorpus validation;
  private final TaskConfiguration job;
  private final Network network;
  private final ConvertedNetwork exchanged;
  private final float[] first;

  /**
   * Encodes the texts and draws the parameters.
   *
   * @param settings of a language model that DL4J has too, with a validation text
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
        new ShardedTextCorpus(
            text,
            new LaneLayout(text.tokens(), training.shards(), training.batch(), training.steps()));
    validation = ShardedTextCorpus.forEvaluation(heldOut, settings.evaluation());
    job =
        new TaskConfiguration(
            settings.network(),
            DataShape.forText(text.vocabularySize()),
            Kernels.choose(settings.engine(), training.precision()),
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    network = job.build();
    exchanged = ConvertedNetwork.of(settings.network(), job.shape(), SettingKeys.flatten(settings));
    first = new ShardTrainer(network, training).initialState().parameters();
  }

  /**
   * Trains by {@code ParameterAveragingTrainingMaster}, with minibatches in memory and no
   * repartitioning.
   */
  TrainerResult byDl4j(int repetitions) throws IOException {
    TrainingSettings training = settings.training();
    return byMaster(
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

  /** Trains the same network by Unfold's training master. */
  TrainerResult byUnfoldsMaster(int repetitions) throws IOException {
    TrainingSettings training = settings.training();
    return byMaster(
        "master",
        "TruncatedBptt (Unfold)",
        () ->
            new TruncatedBpttTrainingMaster.Builder(training.shards(), training.batch())
                .averagingFrequency(settings.averaging().interval())
                .build(),
        repetitions);
  }

  private interface Masters {
    TrainingMaster<?, ?> make();
  }

  private TrainerResult byMaster(String trainer, String title, Masters masters, int repetitions)
      throws IOException {
    NetworkSettings theirs = exchanged.settings();
    TaskConfiguration ofDl4j =
        new TaskConfiguration(theirs, job.shape(), job.kernels(), job.hadoop());
    JavaRDD<DataSet> minibatches = new ChunkDataSets(ofDl4j, train).load(spark);
    List<Double> speeds = new ArrayList<>();
    List<float[]> ends = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      SparkDl4jMultiLayer dl4j = new SparkDl4jMultiLayer(spark, begin(), masters.make());
      for (int epoch = 0; epoch < settings.training().epochs(); epoch++) {
        long started = System.nanoTime();
        dl4j.fit(minibatches);
        double seconds = (System.nanoTime() - started) / NANOS;
        if (epoch > 0) {
          speeds.add((train.corpus().tokens() - 1) / seconds);
        }
      }
      float[] own = first.clone();
      exchanged.order().toOwnInto(dl4j.getNetwork().params().data().asFloat(), own);
      ends.add(own);
    }
    minibatches.unpersist();
    return result(trainer, title, speeds, ends);
  }

  private MultiLayerNetwork begin() {
    MultiLayerNetwork dl4j = new MultiLayerNetwork(stack().layers().clone());
    dl4j.init(Nd4j.createFromArray(exchanged.order().toTheirs(first)).reshape(1, -1), true);
    return dl4j;
  }

  private Dl4jConfiguration.Stack stack() {
    return (Dl4jConfiguration.Stack) exchanged.configuration();
  }

  /** Trains like {@code unfold train}, in folders below {@code run.dir}. */
  TrainerResult byEngine(int repetitions) throws IOException {
    List<Double> speeds = new ArrayList<>();
    List<float[]> ends = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      String folder = settings.run().dir() + "/engine-" + i;
      UnfoldSettings own =
          settings.with(settings.corpus(), settings.training(), new RunSettings(folder, ""));
      Speeds epochs = new Speeds();
      new TrainingRun(spark, own, epochs).run(() -> false);
      speeds.addAll(epochs.afterTheFirst());
      String model = folder + "/" + TrainingRun.MODEL;
      ends.add(ModelFolder.open(model, spark.hadoopConfiguration()).read().parameters());
    }
    return result("engine", "Unfold's engine", speeds, ends);
  }

  private TrainerResult result(
      String trainer, String title, List<Double> speeds, List<float[]> ends) throws IOException {
    double loss =
        new CorpusEvaluator(spark, job, Scoring.ofLoss())
            .evaluate(validation, ends.get(0), "comparison")
            .measures()
            .get("loss");
    List<Double> sorted = speeds.stream().sorted().toList();
    return new TrainerResult(
        trainer,
        title,
        sorted.get(sorted.size() / 2),
        loss,
        ends.stream().map(end -> Model.sha256(network.parameters(), end)).toList());
  }

  /** Tokens a second of each epoch, by the clock of its rounds. */
  private static final class Speeds implements TrainingListener {
    private final List<Double> epochs = new ArrayList<>();
    private double targets;
    private double seconds;

    @Override
    public void roundFinished(RoundReport report) {
      targets += report.targets();
      seconds += report.targets() / report.targetsPerSecond();
    }

    @Override
    public void epochFinished(EpochReport report) {
      epochs.add(targets / seconds);
      targets = 0;
      seconds = 0;
    }

    List<Double> afterTheFirst() {
      return epochs.subList(1, epochs.size());
    }
  }
}
