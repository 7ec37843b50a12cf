package dev.unfold.driver.operation;

import dev.unfold.driver.monitoring.RunMonitor;
import dev.unfold.driver.retraining.Retraining;
import dev.unfold.driver.retraining.RetrainingSummary;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingListeners;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** The retraining of the model of a store, with its monitoring. */
public final class RetrainingOperation {
  private final UnfoldSettings settings;
  private final Retraining retraining;

  /**
   * Detects errors that are known before Spark starts. Changes nothing.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the settings lack the
   *     store or the files for the comparison
   * @throws IOException if a file system does not answer or cannot commit, or files are missing
   */
  public RetrainingOperation(UnfoldSettings settings, Configuration hadoop) throws IOException {
    InvalidSettingException.require(
        !(settings.network() instanceof HybridSettings),
        "network.kind",
        "another kind for unfold retrain, which trains no passes",
        settings.network().kind());
    NameNodeCheck.withDefaults().require(ConfiguredPaths.of(settings), hadoop);
    this.settings = settings;
    retraining = new Retraining(settings, hadoop);
  }

  /** Returns a result if a listing of the files shows that there is nothing new to train on. */
  public Optional<RetrainingSummary> nothingNew() throws IOException {
    return retraining.nothingNew();
  }

  /**
   * Trains, compares and decides; completed steps are not repeated.
   *
   * @param stop checked before every round of training
   * @throws IOException if the retraining cannot continue; nothing that was committed is lost
   */
  public RetrainingSummary run(
      JavaSparkContext spark, BooleanSupplier stop, TrainingListener listener) throws IOException {
    try (RunMonitor monitor = RunMonitor.open(spark, settings.run())) {
      return retraining.run(spark, stop, new TrainingListeners(List.of(listener, monitor)));
    }
  }
}
