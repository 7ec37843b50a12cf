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
    RunSettings run)
    implements Serializable {

  public UnfoldSettings {
    boolean validated = !corpus.validation().isEmpty();
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
}
