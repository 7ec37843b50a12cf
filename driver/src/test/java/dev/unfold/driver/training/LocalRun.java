package dev.unfold.driver.training;

import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A run in its own Spark context. */
final class LocalRun {
  private LocalRun() {}

  /**
   * Starts or resumes training.
   *
   * @param run the directory of the run
   */
  static RecordingListener train(
      String master, UnfoldSettings settings, RunSettings run, BooleanSupplier stop)
      throws IOException {
    SparkConf conf =
        new SparkConf().setMaster(master).setAppName("LocalRun").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      RecordingListener recorder = new RecordingListener();
      UnfoldSettings inRun = settings.with(settings.corpus(), settings.training(), run);
      new TrainingRun(spark, inRun, recorder).run(stop);
      return recorder;
    }
  }
}
