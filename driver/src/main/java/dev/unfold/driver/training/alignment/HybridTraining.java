package dev.unfold.driver.training.alignment;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.state.OutcomeFile;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The training of a hybrid (Bourlard and Morgan 1994; Robinson et al. 1996), from a corpus to a
 * finished model. In its directory each pass is a run of its own, {@code passes/N}. Started again
 * on the same directory, it resumes.
 */
public final class HybridTraining {
  private final JavaSparkContext spark;
  private final PassSettings settings;
  private final TrainingListener listener;

  public HybridTraining(
      JavaSparkContext spark, UnfoldSettings settings, TrainingListener listener) {
    this.spark = spark;
    this.settings = new PassSettings(settings);
    this.listener = listener;
  }

  /**
   * Detects settings with which a hybrid cannot be trained.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if there are such
   */
  public static void check(UnfoldSettings settings) {
    new PassSettings(settings).require();
  }

  /**
   * Starts or resumes training.
   *
   * @param stop checked before every alignment and every round
   * @throws IOException if training cannot start or continue; nothing that was committed is lost
   */
  public RunEnd run(BooleanSupplier stop) throws IOException {
    UnfoldSettings all = settings.all();
    CommitFolder folder = CommitFolder.open(all.run().dir(), spark.hadoopConfiguration());
    Kernels kernels = Kernels.choose(all.engine(), all.training().precision());
    try (Attempt attempt = new RunAttempts(folder).claim()) {
      PassFiles files = new PassFiles(folder, attempt, spark.hadoopConfiguration());
      return new OutcomeFile(attempt)
          .recording(
              () -> HybridPasses.prepare(spark, settings, kernels, files).run(stop, listener));
    }
  }
}
