package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.LostRunException;
import dev.unfold.driver.storage.RunInUseException;
import dev.unfold.driver.training.DivergedException;
import dev.unfold.driver.training.OtherRunException;
import dev.unfold.driver.training.RunOutcome;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.driver.training.UntrainableException;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains the challenger of a plan. Where that fails, it finds out what becomes of the plan.
 *
 * @param settings of the retraining
 */
record ChallengerTraining(
    JavaSparkContext spark,
    UnfoldSettings settings,
    Planner planner,
    HeldOutFiles heldOut,
    Plans plans) {

  /**
   * Trains, or goes on.
   *
   * @param parent folder of the model to begin from; empty to begin from scratch
   * @throws CorpusChangedException if the plan was given up and another one can follow at once
   * @throws IOException if training cannot go on
   */
  RunOutcome run(Plan plan, String parent, BooleanSupplier stop, TrainingListener listener)
      throws IOException {
    UnfoldSettings run =
        settings.with(
            settings.corpus().with(plan.train(), List.of()),
            settings.training().withParent(parent),
            new RunSettings(plan.run(), settings.run().tensorboard()));
    String others = heldOut.withOthers();
    try {
      return new TrainingRun(spark, run, listener).run(stop);
    } catch (LostRunException | RunInUseException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      requireUnchanged(plan, e);
      if (e instanceof OtherRunException other) {
        throw otherRun(plan, other);
      }
      if (e instanceof DivergedException diverged) {
        UntrainableException failure = new UntrainableException(diverged.ofRetraining());
        recordFailure(plan, others, failure);
        throw failure;
      }
      recordFailure(plan, others, e);
      throw e;
    }
  }

  /** A fault that was found in a file while it changed is not a fault of the corpus. */
  private void requireUnchanged(Plan plan, Exception failure) throws IOException {
    List<SourceFile> changed;
    try {
      changed = planner.changed(plan);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return;
    }
    if (!changed.isEmpty()) {
      throw plans.giveUp(plan, changed, failure);
    }
  }

  /** The failure itself counts more than one to record it. */
  private void recordFailure(Plan plan, String others, Exception failure) {
    try {
      plans.failed(plan, others, failure);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Other kernels may be mended; a validation corpus of other content is there to stay. */
  private IOException otherRun(Plan plan, OtherRunException failure) throws IOException {
    if (!failure.isOfKernels()) {
      return plans.giveUpForAnother(
          plan, "its training was begun otherwise:" + failure.differences(), failure);
    }
    return new OtherRunException(
        "retraining "
            + plan.number()
            + " was begun with other kernels; go back to them, or delete "
            + plan.run()
            + ", and the next call trains its model from the beginning:"
            + failure.differences(),
        failure.differences(),
        true);
  }
}
