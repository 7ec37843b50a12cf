package dev.unfold.driver.training;

import dev.unfold.worker.settings.AveragingSettings;
import dev.unfold.worker.settings.CheckpointSettings;
import dev.unfold.worker.settings.ClipSettings;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.DecoderSettings;
import dev.unfold.worker.settings.EncoderSettings;
import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.OptimizerSettings;
import dev.unfold.worker.settings.OuterSettings;
import dev.unfold.worker.settings.OutputSettings;
import dev.unfold.worker.settings.Precision;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.ScheduleSettings;
import dev.unfold.worker.settings.StoreSettings;
import dev.unfold.worker.settings.TargetSettings;
import dev.unfold.worker.settings.TeacherForcingSettings;
import dev.unfold.worker.settings.TrainingSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.VocabularySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Settings and texts for small runs; fields are set before {@link #settings} is called. */
public final class RunFixture {
  /** 2.3 kB of words that follow each other in a learnable way. */
  public static String text(long seed) {
    String[] words = {"deep ", "networks ", "unfold ", "in time", ", step by step", ".\n"};
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < 2300) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.toString();
  }

  final Path folder;
  public int shards = 2;
  public int steps = 10;
  public int batch = 3;
  public int hidden = 12;
  public int epochs = 2;
  public int maxRounds;
  public int patience;
  public int interval = 5;
  public int everyRounds = 3;
  public int keep = 2;
  public double learningRate = 0.01;
  public double dropout = 0.2;
  public boolean validation = true;
  public String tensorboard = "";
  public NetworkSettings.CellKind cell = NetworkSettings.CellKind.LSTM;
  public OptimizerSettings.Kind optimizer = OptimizerSettings.Kind.ADAM;
  public ScheduleSettings.Kind schedule = ScheduleSettings.Kind.CONSTANT;
  public OuterSettings.Kind outer = OuterSettings.Kind.NONE;

  public RunFixture(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(train(), text(1));
    Files.writeString(folder.resolve("validation.txt"), text(2));
  }

  public Path train() {
    return folder.resolve("train.txt");
  }

  /** For a run in a folder of that name. */
  public UnfoldSettings settings(String run) {
    List<String> validationPaths =
        validation ? List.of(folder.resolve("validation.txt").toString()) : List.of();
    return new UnfoldSettings(
        new CorpusSettings(
            List.of(train().toString()),
            validationPaths,
            List.of(),
            CorpusSettings.Format.TEXT,
            true,
            InputSettings.ofStream(),
            TargetSettings.ofStream(),
            CorpusSettings.Unit.CHAR,
            CorpusSettings.Document.NONE,
            new VocabularySettings(0, 1),
            folder.resolve("cache").toString()),
        new NetworkSettings(
            NetworkSettings.Kind.LANGUAGE_MODEL,
            cell,
            1,
            hidden,
            6,
            dropout,
            EncoderSettings.plain(),
            DecoderSettings.plain(),
            OutputSettings.softmax()),
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
            new OptimizerSettings(optimizer, learningRate, 0, 0.99, 0.9, 0.999, 1e-8),
            new ScheduleSettings(schedule, 0, 1000, 0.5, 0, 0),
            new ClipSettings(5, 0),
            TeacherForcingSettings.always()),
        new AveragingSettings(
            interval,
            AveragingSettings.OptimizerState.AVERAGE,
            AveragingSettings.LearningRateScale.NONE,
            3,
            new OuterSettings(outer, 0.5, 0.7)),
        new EvaluationSettings(2, 2, Metric.LOSS),
        new CheckpointSettings(everyRounds, keep, 0),
        new EngineSettings(EngineSettings.Provider.AUTO, EngineSettings.WithoutBf16.REFUSE),
        new RunSettings(folder.resolve(run).toString(), tensorboard),
        new StoreSettings("", "model", 10),
        new RetrainSettings(
            RetrainSettings.Data.NEW, 0.2, RetrainSettings.Start.CHAMPION, List.of(), false, 0));
  }
}
