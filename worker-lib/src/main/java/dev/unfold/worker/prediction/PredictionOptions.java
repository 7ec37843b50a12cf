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
  /** The number of lanes by default, which read the weights once for many examples. */
  public static final int DEFAULT_LANES = 48;

  /**
   * The smallest number of lanes whose predictions have the bits of the default, for programs that
   * predict few examples at a time.
   */
  public static final int FEW_LANES = BatchShape.LANE_MULTIPLE;

  public PredictionOptions {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: expected at least 1, found " + lanes);
    }
  }
}
