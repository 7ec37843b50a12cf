package dev.unfold.worker.settings;

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
    implements Serializable {}
