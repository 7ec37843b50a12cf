package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.query.TableChangedException;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.lease.LeaseLostException;
import dev.unfold.driver.storage.lease.RunInUseException;
import dev.unfold.driver.training.CorporaProvider;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.driver.training.outcome.DivergedException;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains the challenger of a plan. If training fails, it determines whether the plan is kept.
 *
 * @param settings the settings of the retraining
 * @param compared the files or tables on which models are compared
 */
record ChallengerTraining(
    JavaSparkContext spark,
    UnfoldSettings settings,
    RetrainingPlanner planner,
    HeldOutFiles heldOut,
    List<HashedFile> compared,
    PlanSelection plans) {

  /**
   * Starts or resumes training.
   *
   * @param parent the folder of the model to start from; empty to start from scratch
   * @throws CorpusChangedException if the plan was abandoned and another one can follow immediately
   * @throws IOException if training cannot continue
   */
  RunOutcome run(
      RetrainingPlan plan, String parent, BooleanSupplier stop, TrainingListener listener)
      throws IOException {
    UnfoldSettings run =
        settings.with(
            plans.tables().isPresent()
                ? plans.tables().get().planned(plan)
                : settings.corpus().with(plan.train(), List.of()),
            settings.training().withParent(parent),
            new RunSettings(plan.run(), settings.run().tensorboard()));
    List<HashedFile> others = heldOut.withOthers(compared);
    try {
      return new TrainingRun(spark, run, listener, corpora(plan)).run(stop).outcome();
    } catch (LeaseLostException | RunInUseException e) {
      throw e;
    } catch (TableChangedException e) {
      throw plans.abandonForNewPlan(
          plan, "its table changed before it was read: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      requireUnchanged(plan, e);
      if (e instanceof RunMismatchException other) {
        throw runMismatch(plan, other);
      }
      if (e instanceof DivergedException diverged) {
        UntrainableException failure = new UntrainableException(diverged.ofRetraining());
        plans.recordFailure(plan, () -> others, failure);
        throw failure;
      }
      plans.recordFailure(plan, () -> others, e);
      throw e;
    }
  }

  /** Returns the corpora of a training, which reads the rows of a table only as planned. */
  private CorporaProvider corpora(RetrainingPlan plan) {
    return plans.tables().isPresent()
        ? CorporaProvider.encodingRows(spark, plan.files().get(0).sha256())
        : CorporaProvider.encoding(spark);
  }

  /**
   * Abandons the plan if its files changed, or the version of its table is gone: a fault in a file
   * that is changing is not a fault of the corpus.
   */
  private void requireUnchanged(RetrainingPlan plan, Exception failure) throws IOException {
    List<SourceFile> changed;
    Optional<String> lost = Optional.empty();
    try {
      if (plans.tables().isPresent()) {
        lost = plans.tables().get().lost(plan);
      }
      changed = planner.changed(plan);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return;
    }
    if (lost.isPresent()) {
      throw plans.abandonForNewPlan(plan, lost.get(), failure);
    }
    if (!changed.isEmpty()) {
      throw plans.abandon(plan, changed, failure);
    }
  }

  /**
   * Returns the failure for a run of another identity. Other kernels are a transient failure; a
   * changed validation corpus is permanent.
   */
  private IOException runMismatch(RetrainingPlan plan, RunMismatchException failure)
      throws IOException {
    if (!failure.isOfKernels()) {
      return plans.abandonForNewPlan(
          plan,
          "its training was started with a different configuration:" + failure.differences(),
          failure);
    }
    return new RunMismatchException(
        "retraining "
            + plan.number()
            + " was started with other kernels; use those again, or delete "
            + plan.run()
            + ", and the next call trains its model from the beginning:"
            + failure.differences(),
        failure.differences(),
        true);
  }
}
