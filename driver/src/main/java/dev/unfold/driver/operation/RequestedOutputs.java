package dev.unfold.driver.operation;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** What is requested of a model for the rows of a table: predictions or scores. */
public sealed interface RequestedOutputs permits RequestedPredictions, RequestedScores {
  /**
   * Returns the options for a model.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if a request does not
   *     suit the model
   * @throws IOException if a file of a model cannot be read
   */
  PredictionOptions of(TableModel model, ModelFolder folder, Configuration hadoop)
      throws IOException;
}
