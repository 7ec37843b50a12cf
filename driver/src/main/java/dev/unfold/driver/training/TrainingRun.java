package dev.unfold.driver.training;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.extension.NetworkFileReader;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.driver.training.pretrained.PretrainedFiles;
import dev.unfold.driver.training.state.OutcomeFile;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A training run, from a corpus to a finished model. Started again on the same directory, it
 * resumes from the last checkpoint.
 */
public final class TrainingRun {
  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final TrainingListener listener;
  private final CorporaProvider corpora;

  public TrainingRun(JavaSparkContext spark, UnfoldSettings settings, TrainingListener listener) {
    this(spark, settings, listener, CorporaProvider.encoding(spark));
  }

  /**
   * @param corpora the provider of its corpora, in place of those that the settings name
   */
  public TrainingRun(
      JavaSparkContext spark,
      UnfoldSettings settings,
      TrainingListener listener,
      CorporaProvider corpora) {
    this.spark = spark;
    this.settings = settings;
    this.listener = listener;
    this.corpora = corpora;
  }

  /**
   * Detects errors that are known before Spark starts. Changes nothing.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the network is too
   *     large for any corpus
   * @throws IOException if a directory cannot be written, or a text is missing or empty
   */
  public static void check(UnfoldSettings settings, Configuration configuration)
      throws IOException {
    CapacityCheck.requireParameters(settings);
    new WriteAccessCheck("run.dir", configuration).requireFolder(settings.run().dir());
    if (!settings.corpus().cache().isEmpty()) {
      new WriteAccessCheck("corpus.cache", configuration).requireFolder(settings.corpus().cache());
    }
    if (!settings.run().tensorboard().isEmpty()) {
      new WriteAccessCheck("run.tensorboard", configuration)
          .requireFolderAnywhere(settings.run().tensorboard());
    }
    if (!settings.training().parent().isEmpty()) {
      ParentModel.requireFolder(settings.training().parent(), configuration);
    }
    PretrainedFiles.require(settings.training().pretrained(), configuration);
    NetworkFileReader.readNamed(settings, configuration);
    RunCorpora.requireFiles(settings.corpus(), configuration);
  }

  /**
   * Starts or resumes training.
   *
   * @param stop checked before every round; a stop leaves a checkpoint
   * @throws IOException if training cannot start or continue; the message gives the reason, and
   *     nothing that was committed is lost
   */
  public RunEnd run(BooleanSupplier stop) throws IOException {
    CommitFolder folder = CommitFolder.open(settings.run().dir(), spark.hadoopConfiguration());
    Kernels kernels = Kernels.choose(settings.engine(), settings.training().precision());
    try (Attempt attempt = new RunAttempts(folder).claim()) {
      return new OutcomeFile(attempt)
          .recording(
              () ->
                  new RunPreparation(spark, settings, kernels, folder, attempt, corpora)
                      .prepare()
                      .run(stop, listener));
    }
  }
}
