package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;

/** Everything one run is told; the root of the configuration file. */
public record UnfoldSettings(
    CorpusSettings corpus,
    NetworkSettings network,
    TrainingSettings training,
    AveragingSettings averaging,
    EvaluationSettings evaluation,
    CheckpointSettings checkpoint,
    EngineSettings engine,
    RunSettings run,
    StoreSettings store,
    RetrainSettings retrain)
    implements Serializable {

  public UnfoldSettings {
    requireTask(corpus, network.kind());
    require(
        network.kind() != NetworkSettings.Kind.DL4J || training.precision() == Precision.F32,
        "training.precision",
        "f32 for a network of DL4J",
        training.precision());
    require(
        network.kind() != NetworkSettings.Kind.DL4J
            || corpus.document() == CorpusSettings.Document.NONE,
        "corpus.document",
        "none for a network of DL4J, whose states can begin anew between chunks only",
        SettingKeys.of(corpus.document()));
    boolean validated = !corpus.validation().isEmpty();
    require(
        network.kind().decodes()
            || training.teacherForcing().schedule() == TeacherForcingSettings.Schedule.ALWAYS,
        "training.teacher-forcing.schedule",
        "always for a network that has no decoder",
        training.teacherForcing().schedule());
    require(
        validated || training.patience() == 0,
        "training.patience",
        "0 without corpus.validation",
        training.patience());
    require(
        validated || training.schedule().kind() != ScheduleSettings.Kind.PLATEAU,
        "training.schedule.kind",
        "another kind than plateau without corpus.validation",
        training.schedule().kind());
  }

  /** The same for another corpus, training and run. */
  public UnfoldSettings with(
      CorpusSettings otherCorpus, TrainingSettings otherTraining, RunSettings otherRun) {
    return new UnfoldSettings(
        otherCorpus,
        network,
        otherTraining,
        averaging,
        evaluation,
        checkpoint,
        engine,
        otherRun,
        store,
        retrain);
  }

  /** The same with another network. */
  public UnfoldSettings with(NetworkSettings otherNetwork) {
    return new UnfoldSettings(
        corpus,
        otherNetwork,
        training,
        averaging,
        evaluation,
        checkpoint,
        engine,
        run,
        store,
        retrain);
  }

  /** The network must predict what the corpus has to predict. */
  private static void requireTask(CorpusSettings corpus, NetworkSettings.Kind kind) {
    require(
        kind == NetworkSettings.Kind.DL4J
            || corpus.isTable() != (kind == NetworkSettings.Kind.LANGUAGE_MODEL),
        "network.kind",
        corpus.isTable()
            ? "another kind than language-model where corpus.format is a table"
            : "language-model or dl4j where corpus.format is text",
        SettingKeys.of(kind));
    if (corpus.isTable()) {
      TargetSettings.Kind target = corpus.target().kind();
      InputSettings.Kind input = corpus.input().kind();
      require(
          kind.predicts(target, input),
          "network.kind",
          "one that predicts what corpus.target.kind = "
              + SettingKeys.of(target)
              + " has from what corpus.input.kind = "
              + SettingKeys.of(input)
              + " has",
          SettingKeys.of(kind));
    }
  }
}
