package dev.unfold.driver.training;

import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.StoreSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.training.AveragingSettings;
import dev.unfold.worker.settings.training.CheckpointSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterMomentum;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.RandomStepSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.training.WeightAveragingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Settings and texts for small runs. A fixture never changes: a method {@code with…} returns
 * another one.
 */
public final class RunFixture {
  /** A text of 2.3 kB in which words follow each other in a learnable way. */
  public static String text(long seed) {
    String[] words = {"deep ", "networks ", "unfold ", "in time", ", step by step", ".\n"};
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < 2300) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.toString();
  }

  private final Path folder;
  private int shards = 2;
  private int steps = 10;
  private int batch = 3;
  private int hidden = 12;
  private int epochs = 2;
  private int maxRounds;
  private int patience;
  private int interval = 5;
  private int everyRounds = 3;
  private int keep = 2;
  private double learningRate = 0.01;
  private double dropout = 0.2;
  private RandomStepSettings randomSteps = RandomStepSettings.none();
  private boolean validation = true;
  private String tensorboard = "";
  private CellKind cell = CellKind.LSTM;
  private Optional<NetworkSettings> network = Optional.empty();
  private OptimizerSettings.Kind optimizer = OptimizerSettings.Kind.ADAM;
  private boolean sparse;
  private ScheduleSettings.Kind schedule = ScheduleSettings.Kind.CONSTANT;
  private OuterSettings outer = outer(OuterSettings.Kind.NONE);
  private AlignmentSettings alignment = new AlignmentSettings(1, 0);
  private int validateEveryRounds;
  private WeightAveragingSettings.Kind weights = WeightAveragingSettings.Kind.NONE;

  /** Writes the texts into a folder. */
  public RunFixture(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(train(), text(1));
    Files.writeString(folder.resolve("validation.txt"), text(2));
  }

  private RunFixture(RunFixture other) {
    folder = other.folder;
    shards = other.shards;
    steps = other.steps;
    batch = other.batch;
    hidden = other.hidden;
    epochs = other.epochs;
    maxRounds = other.maxRounds;
    patience = other.patience;
    interval = other.interval;
    everyRounds = other.everyRounds;
    keep = other.keep;
    learningRate = other.learningRate;
    dropout = other.dropout;
    randomSteps = other.randomSteps;
    validation = other.validation;
    tensorboard = other.tensorboard;
    cell = other.cell;
    network = other.network;
    optimizer = other.optimizer;
    sparse = other.sparse;
    schedule = other.schedule;
    outer = other.outer;
    alignment = other.alignment;
    validateEveryRounds = other.validateEveryRounds;
    weights = other.weights;
  }

  private RunFixture with(Consumer<RunFixture> change) {
    RunFixture copy = new RunFixture(this);
    change.accept(copy);
    return copy;
  }

  public RunFixture withAlignment(int passes, double stable) {
    return with(copy -> copy.alignment = new AlignmentSettings(passes, stable));
  }

  public RunFixture withShards(int value) {
    return with(copy -> copy.shards = value);
  }

  public RunFixture withSteps(int value) {
    return with(copy -> copy.steps = value);
  }

  public RunFixture withBatch(int value) {
    return with(copy -> copy.batch = value);
  }

  public RunFixture withHidden(int value) {
    return with(copy -> copy.hidden = value);
  }

  public RunFixture withEpochs(int value) {
    return with(copy -> copy.epochs = value);
  }

  public RunFixture withMaxRounds(int value) {
    return with(copy -> copy.maxRounds = value);
  }

  public RunFixture withPatience(int value) {
    return with(copy -> copy.patience = value);
  }

  public RunFixture withInterval(int value) {
    return with(copy -> copy.interval = value);
  }

  public RunFixture withEveryRounds(int value) {
    return with(copy -> copy.everyRounds = value);
  }

  public RunFixture withKeep(int value) {
    return with(copy -> copy.keep = value);
  }

  public RunFixture withLearningRate(double value) {
    return with(copy -> copy.learningRate = value);
  }

  public RunFixture withDropout(double value) {
    return with(copy -> copy.dropout = value);
  }

  public RunFixture withRandomSteps(double deviation, double halfProbability) {
    return with(copy -> copy.randomSteps = new RandomStepSettings(deviation, halfProbability));
  }

  public RunFixture withoutValidation() {
    return with(copy -> copy.validation = false);
  }

  public RunFixture withTensorboard(String value) {
    return with(copy -> copy.tensorboard = value);
  }

  public RunFixture withCell(CellKind value) {
    return with(copy -> copy.cell = value);
  }

  /** Sets the network, in place of one of a single layer of the chosen cell. */
  public RunFixture withNetwork(NetworkSettings value) {
    return with(copy -> copy.network = Optional.of(value));
  }

  public RunFixture withOptimizer(OptimizerSettings.Kind value) {
    return with(copy -> copy.optimizer = value);
  }

  public RunFixture withSparseUpdates() {
    return with(copy -> copy.sparse = true);
  }

  public RunFixture withSchedule(ScheduleSettings.Kind value) {
    return with(copy -> copy.schedule = value);
  }

  /** Sets the rule of the outer step, with a momentum of 0.5 and a rate of 0.7. */
  public RunFixture withOuter(OuterSettings.Kind value) {
    return withOuter(outer(value));
  }

  public RunFixture withOuter(OuterSettings value) {
    return with(copy -> copy.outer = value);
  }

  private static OuterSettings outer(OuterSettings.Kind kind) {
    return new OuterSettings(kind, OuterMomentum.of(0.5), 0.7, 0);
  }

  /** Sets the number of rounds between two validations. */
  public RunFixture withValidations(int value) {
    return with(copy -> copy.validateEveryRounds = value);
  }

  /** Averages the weights, with a decay of 0.8 or a trigger of 1. */
  public RunFixture withWeights(WeightAveragingSettings.Kind value) {
    return with(copy -> copy.weights = value);
  }

  public Path train() {
    return folder.resolve("train.txt");
  }

  private NetworkSettings recurrentNetwork() {
    return new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
        RecurrentSettings.stack(cell, 1, hidden, false),
        6,
        dropout,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  /** Returns the settings for a run in a folder of the given name. */
  public UnfoldSettings settings(String run) {
    List<String> validationPaths =
        validation ? List.of(folder.resolve("validation.txt").toString()) : List.of();
    return new UnfoldSettings(
        new CorpusSettings(
            List.of(train().toString()),
            validationPaths,
            List.of(),
            CorpusFormat.TEXT,
            true,
            InputSettings.forText(),
            List.of(),
            SequenceSettings.none(),
            TargetSettings.forText(),
            CorpusSettings.Unit.CHAR,
            CorpusSettings.Document.NONE,
            new VocabularySettings(0, 1),
            AudioSettings.asRecorded(),
            folder.resolve("cache").toString()),
        network.orElseGet(this::recurrentNetwork),
        new TrainingSettings(
            shards,
            batch,
            steps,
            epochs,
            maxRounds,
            7,
            Precision.F32,
            patience,
            "",
            PretrainedSettings.none(),
            OptimizerFixture.of(optimizer, learningRate).withSparse(sparse).settings(),
            new ScheduleSettings(schedule, 0, 1000, 0.5, 0, 0, 0.04, 0.3, 1),
            new ClipSettings(5, 0),
            randomSteps,
            TeacherForcingSettings.always(),
            ClassWeightSettings.none(),
            alignment),
        new AveragingSettings(
            interval,
            AveragingSettings.OptimizerState.AVERAGE,
            AveragingSettings.LearningRateScale.NONE,
            3,
            outer,
            new WeightAveragingSettings(weights, 0.8, 1)),
        new EvaluationSettings(2, 2, Metric.LOSS, 0.5, "", 10, 0, validateEveryRounds),
        new CheckpointSettings(everyRounds, keep, 0),
        new EngineSettings(EngineSettings.Provider.AUTO, EngineSettings.WithoutBf16.REFUSE),
        new RunSettings(folder.resolve(run).toString(), tensorboard),
        new StoreSettings("", "model", 10),
        new RetrainSettings(
            RetrainSettings.Data.NEW, 0.2, RetrainSettings.Start.CHAMPION, List.of(), false, 0));
  }
}
