package dev.unfold.driver.training;

import java.util.List;
import java.util.Map;

/**
 * Forwards events to several listeners.
 *
 * @param all the listeners, called in this order
 */
public record TrainingListeners(List<? extends TrainingListener> all) implements TrainingListener {
  @Override
  public void roundFinished(RoundSummary summary) {
    all.forEach(listener -> listener.roundFinished(summary));
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    all.forEach(listener -> listener.epochFinished(summary));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    all.forEach(listener -> listener.validationFinished(summary));
  }

  @Override
  public void testFinished(long round, Map<String, Double> metrics) {
    all.forEach(listener -> listener.testFinished(round, metrics));
  }
}
