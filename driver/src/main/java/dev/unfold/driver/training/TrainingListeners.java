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
  public void roundFinished(RoundReport report) {
    all.forEach(listener -> listener.roundFinished(report));
  }

  @Override
  public void epochFinished(EpochReport report) {
    all.forEach(listener -> listener.epochFinished(report));
  }

  @Override
  public void testFinished(long round, Map<String, Double> figures) {
    all.forEach(listener -> listener.testFinished(round, figures));
  }
}
