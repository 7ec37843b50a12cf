package dev.unfold.driver.extension;

import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A service that trains one network with the trainers of another library and with Unfold's own,
 * from the same parameters on the same chunks.
 */
public interface TrainerComparison {
  /**
   * Trains the network of the settings with each trainer in turn.
   *
   * @param settings the settings of a language model, with a validation text
   * @param repetitions the number of times that each trainer trains it
   * @param results the consumer of the result of each trainer, called as soon as it is known
   */
  void run(
      JavaSparkContext spark,
      UnfoldSettings settings,
      int repetitions,
      Consumer<TrainerResult> results)
      throws IOException;
}
