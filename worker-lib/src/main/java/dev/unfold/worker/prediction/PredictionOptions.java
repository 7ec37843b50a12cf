package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.DecodingStrategy;
import java.io.Serializable;

/**
 * The options of prediction.
 *
 * @param lanes B, the maximum number of examples that are predicted together; below 24 they are
 *     predicted one by one
 * @param outputs the options of reported outputs
 * @param decoding the decoding of a network that generates sequences
 */
public record PredictionOptions(int lanes, OutputOptions outputs, DecodingStrategy decoding)
    implements Serializable {
  public PredictionOptions {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: expected at least 1, found " + lanes);
    }
  }
}
