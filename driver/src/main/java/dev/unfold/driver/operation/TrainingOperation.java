package dev.unfold.driver.operation;

import dev.unfold.driver.monitoring.RunMonitor;
import dev.unfold.driver.report.RunReport;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingListeners;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.driver.training.alignment.HybridTraining;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** The training of a model, with its monitoring and its report. */
public final class TrainingOperation {
  private final UnfoldSettings settings;

  /**
   * Detects errors that are known before Spark starts. Changes nothing.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the network is too
   *     large for any corpus
   * @throws IOException if a file system does not answer, a directory cannot be written, or a text
   *     is missing or empty
   */
  public TrainingOperation(UnfoldSettings settings, Configuration hadoop) throws IOException {
    NameNodeCheck.withDefaults().require(ConfiguredPaths.of(settings), hadoop);
    TrainingRun.check(settings, hadoop);
    if (isHybrid(settings)) {
      HybridTraining.check(settings);
    }
    this.settings = settings;
  }

  /**
   * Starts or resumes the run.
   *
   * @param stop checked before every round; a stop leaves a checkpoint
   * @throws IOException if training cannot start or continue; nothing that was committed is lost
   */
  public RunEnd run(JavaSparkContext spark, BooleanSupplier stop, TrainingListener listener)
      throws IOException {
    try (RunMonitor monitor = RunMonitor.open(spark, settings.run())) {
      TrainingListeners listeners = new TrainingListeners(List.of(listener, monitor));
      return isHybrid(settings)
          ? new HybridTraining(spark, settings, listeners).run(stop)
          : new TrainingRun(spark, settings, listeners).run(stop);
    }
  }

  private static boolean isHybrid(UnfoldSettings settings) {
    return settings.network() instanceof HybridSettings;
  }

  /**
   * Writes the report of the run, which needs no Spark; a failure is only logged. The runs of the
   * passes of a hybrid have reports of their own on request.
   */
  public void writeReport(Configuration hadoop) {
    if (isHybrid(settings)) {
      return;
    }
    new RunReport(settings.run().dir(), hadoop).writeIfPossible();
  }
}
