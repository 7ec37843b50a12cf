package dev.unfold.driver.training;

import java.util.Map;

/** Receives the progress of training, on the thread that trains. */
public interface TrainingListener {
  /** Called when a round has been averaged. */
  void roundFinished(RoundSummary summary);

  /** Called when an epoch has been trained and, if there is a validation corpus, evaluated. */
  void epochFinished(EpochSummary summary);

  /** Called when the model has been validated within an epoch. */
  default void validationFinished(ValidationSummary summary) {}

  /**
   * Called when the finished model has been evaluated on the test corpus, if there is one.
   *
   * @param round the last round of the run, from 1
   * @param metrics the metrics by name, without counts
   */
  default void testFinished(long round, Map<String, Double> metrics) {}
}
