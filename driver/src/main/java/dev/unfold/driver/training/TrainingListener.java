package dev.unfold.driver.training;

import java.util.Map;

/** Receives the progress of training, on the thread that trains. */
public interface TrainingListener {
  /** The round is averaged. */
  void roundFinished(RoundReport report);

  /** The epoch is averaged, and validated where there is validation text. */
  void epochFinished(EpochReport report);

  /**
   * The finished model is evaluated on the test corpus, if there is one.
   *
   * @param round of the run, from 1, that was its last
   * @param figures by name, without counts
   */
  default void testFinished(long round, Map<String, Double> figures) {}
}
