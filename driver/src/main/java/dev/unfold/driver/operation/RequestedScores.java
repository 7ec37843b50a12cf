package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import org.apache.hadoop.conf.Configuration;

/**
 * The requested scores of the steps that a table has.
 *
 * @param batch the maximum batch size; the next lower multiple of 24 is used, or 1
 * @param topK the number of most probable classes that are written for each step
 */
public record RequestedScores(int batch, int topK) implements RequestedOutputs {
  /** The column of the score if none is requested. */
  public static final String DEFAULT_COLUMN = "score";

  public RequestedScores {
    RequestedPredictions.requireBatch(batch);
    require(topK >= 0, "--top-k", "at least 0", topK);
  }

  @Override
  public PredictionOptions of(TableModel model, ModelFolder folder, Configuration hadoop) {
    return new PredictionOptions(batch, OutputOptions.ofScores(topK), DecodingStrategy.greedy(1));
  }
}
