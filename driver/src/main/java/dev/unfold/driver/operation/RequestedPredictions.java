package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.example.FieldSchema;
import java.io.IOException;

/**
 * The requested predictions.
 *
 * @param batch the maximum batch size; the next lower multiple of 24 is used, or 1
 * @param threshold the minimum probability of a member of a set; null for the default
 * @param probabilities whether the probabilities of all labels, tags or members are written
 * @param decoding the decoding of sequences
 */
public record RequestedPredictions(
    int batch, Double threshold, boolean probabilities, RequestedDecoding decoding)
    implements RequestedOutputs {
  /** The maximum batch size if none is requested. */
  public static final int DEFAULT_BATCH = 48;

  /** The minimum probability of a member of a set if none is requested. */
  public static final double DEFAULT_THRESHOLD = 0.5;

  private static final int MAX_BATCH = 65_536;

  public RequestedPredictions {
    requireBatch(batch);
  }

  /** Rejects a batch size that is too small or too large. */
  static void requireBatch(int batch) {
    require(batch >= 1 && batch <= MAX_BATCH, "--batch", "1 to " + MAX_BATCH, batch);
  }

  @Override
  public PredictionOptions of(TableModel model, ModelFolder folder) throws IOException {
    boolean sets = model.schema().target() instanceof FieldSchema.Sets;
    require(
        threshold == null || sets,
        "--threshold",
        "none for a model that does not predict sets",
        threshold);
    double minimum = threshold == null ? DEFAULT_THRESHOLD : threshold;
    require(minimum >= 0 && minimum <= 1, "--threshold", "0 to 1", minimum);
    boolean sequences = model.network().makesSequences();
    return new PredictionOptions(
        batch,
        new OutputOptions(minimum, probabilities, decoding.ranks(sequences)),
        decoding.decoding(sequences, folder.longestTarget()));
  }
}
