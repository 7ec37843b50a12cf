package dev.unfold.worker.prediction;

import java.io.Serializable;

/**
 * The options of prediction.
 *
 * @param lanes B, examples that are predicted together at most
 * @param outputs what is told of outputs
 * @param decoding how sequences are made, of a network that makes any
 */
public record PredictionOptions(int lanes, OutputOptions outputs, DecodingStrategy decoding)
    implements Serializable {
  public PredictionOptions {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: expected at least 1, found " + lanes);
    }
  }
}
