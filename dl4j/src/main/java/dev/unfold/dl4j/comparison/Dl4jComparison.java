package dev.unfold.dl4j.comparison;

import dev.unfold.driver.extension.TrainerComparison;
import dev.unfold.driver.extension.TrainerResult;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/** Compares DL4J's training master, Unfold's training master and Unfold's engine. */
public final class Dl4jComparison implements TrainerComparison {
  @Override
  public void run(
      JavaSparkContext spark,
      UnfoldSettings settings,
      int repetitions,
      Consumer<TrainerResult> results)
      throws IOException {
    TrainingComparison comparison = new TrainingComparison(spark, settings);
    results.accept(comparison.trainWithDl4j(repetitions));
    results.accept(comparison.trainWithMaster(repetitions));
    results.accept(comparison.trainWithEngine(repetitions));
  }
}
