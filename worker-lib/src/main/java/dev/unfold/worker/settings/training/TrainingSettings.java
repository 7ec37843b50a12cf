package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Locale;

/**
 * The settings of training.
 *
 * @param shards W, the number of logical workers, which never depends on the size of the cluster
 * @param batch B, the number of lanes of a shard
 * @param steps T, the length of a chunk of truncated BPTT; with the length of a lane or more, it is
 *     full BPTT
 * @param epochs the number of passes over the corpus
 * @param maxRounds the number of rounds after which the run ends; 0 means no limit
 * @param seed the seed of all random numbers
 * @param precision the precision of the matrix products
 * @param patience the number of validations without a better one after which the run ends; 0
 *     disables early stopping
 * @param parent the folder of a model from whose parameters training starts and whose vocabulary it
 *     extends; empty for newly drawn parameters and a vocabulary of its own
 * @param pretrained the vectors of words with which embeddings start
 * @param randomSteps the variation of the length of a chunk
 * @param classWeights the weights of labels or tags in the loss
 * @param alignment the passes of a hybrid
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
    PretrainedSettings pretrained,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    ClipSettings clip,
    RandomStepSettings randomSteps,
    TeacherForcingSettings teacherForcing,
    ClassWeightSettings classWeights,
    AlignmentSettings alignment)
    implements Serializable {

  public TrainingSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(shards >= 1 && shards <= 65_536, "training.shards", "1 to 65536", shards);
    checks.require(batch >= 1 && batch <= 65_536, "training.batch", "1 to 65536", batch);
    checks.require(steps >= 1 && steps <= 1_000_000, "training.steps", "1 to 1000000", steps);
    checks.require(
        randomSteps.deviation() <= steps,
        "training.random-steps.deviation",
        "at most training.steps",
        randomSteps.deviation(),
        "training.steps");
    checks.require(epochs >= 1, "training.epochs", "at least 1", epochs);
    checks.require(maxRounds >= 0, "training.max-rounds", "at least 0", maxRounds);
    checks.require(patience >= 0, "training.patience", "at least 0", patience);
    checks.finish();
  }

  /**
   * Requires that the largest learning rate of a run lets no weight decay beyond zero.
   *
   * @param scale the scaling of the learning rate with the number of shards
   */
  public void requireDecay(SettingChecks checks, AveragingSettings.LearningRateScale scale) {
    double ofShards = scale.factor(shards);
    double ofLength = randomSteps.vary() ? (double) randomSteps.mostSteps(steps) / steps : 1;
    double largest = optimizer.learningRate() * ofShards * ofLength;
    checks.require(
        !(optimizer.weightDecay() * largest >= 1),
        OptimizerSettings.WEIGHT_DECAY,
        String.format(
            Locale.ROOT,
            "below 1 / %.6g, because an update multiplies weights by 1 minus its product with the"
                + " learning rate, which is at most training.optimizer.learning-rate = %.6g times"
                + " %.6g (averaging.scale-learning-rate = %s of %d shards) times %.6g (the longest"
                + " chunk of training.random-steps)",
            largest,
            optimizer.learningRate(),
            ofShards,
            SettingKeys.of(scale),
            shards,
            ofLength),
        optimizer.weightDecay(),
        "training.optimizer.learning-rate",
        "averaging.scale-learning-rate",
        "training.shards",
        "training.random-steps.deviation");
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
        pretrained,
        optimizer,
        schedule,
        clip,
        randomSteps,
        teacherForcing,
        classWeights,
        alignment);
  }
}
