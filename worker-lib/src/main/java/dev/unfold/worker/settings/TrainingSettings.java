package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of training.
 *
 * @param shards W, the logical workers; fixed here and never by the size of the cluster
 * @param batch B, the lanes of a shard
 * @param steps T, the length of a chunk of truncated BPTT; as long as a lane or longer, it is full
 *     BPTT
 * @param epochs passes over the corpus
 * @param maxRounds rounds after which the run ends; 0 means no limit
 * @param seed of everything random
 * @param precision of the matrix products
 * @param patience epochs without a better validation loss after which the run ends; 0 means never
 * @param parent folder of a model whose parameters training begins with, and whose vocabulary it
 *     extends; empty for first values and a vocabulary of its own
 */
public record TrainingSettings(
    int shards,
    int batch,
    int steps,
    int epochs,
    int maxRounds,
    long seed,
    Precision precision,
    int patience,
    String parent,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    ClipSettings clip,
    TeacherForcingSettings teacherForcing)
    implements Serializable {

  public TrainingSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(shards >= 1 && shards <= 65_536, "training.shards", "1 to 65536", shards);
    checks.require(batch >= 1 && batch <= 65_536, "training.batch", "1 to 65536", batch);
    checks.require(steps >= 1 && steps <= 1_000_000, "training.steps", "1 to 1000000", steps);
    checks.require(epochs >= 1, "training.epochs", "at least 1", epochs);
    checks.require(maxRounds >= 0, "training.max-rounds", "at least 0", maxRounds);
    checks.require(patience >= 0, "training.patience", "at least 0", patience);
    checks.finish();
  }

  /** Returns a copy that starts from the parameters of a model. */
  public TrainingSettings withParent(String model) {
    return new TrainingSettings(
        shards,
        batch,
        steps,
        epochs,
        maxRounds,
        seed,
        precision,
        patience,
        model,
        optimizer,
        schedule,
        clip,
        teacherForcing);
  }
}
