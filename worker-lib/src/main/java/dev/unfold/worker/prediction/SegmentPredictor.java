package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.example.Example;
import java.util.List;
import java.util.Optional;

/**
 * Computes the predictions of one long example, which is read in segments of consecutive steps: the
 * states of the network are carried from segment to segment. The predictions have the same bits as
 * those of the whole example. Instances are not thread-safe.
 */
public interface SegmentPredictor {
  /**
   * Reads the next segment and returns the predictions of the next steps of the example, as far as
   * they are known. Those of the last steps may depend on the segment after it.
   *
   * @param segment the steps; if they are scored, with the class of each next step as their target
   * @param last whether the example ends with it
   * @return the predictions of the steps after those that were returned before; empty for a step at
   *     which nothing is predicted
   * @throws java.util.concurrent.CancellationException if cancelled
   */
  List<Optional<Prediction>> add(Example segment, boolean last);
}
