package dev.unfold.driver.training;

import java.util.List;
import java.util.Map;

/**
 * Forwards events to several listeners.
 *
 * @param all told one after the other, in this order
 */
public record TrainingListeners(List<? extends TrainingListener> all) implements TrainingListener {
  @Override
  public void roundFinished(RoundReport report) {
    all.forEach(each -> each.roundFinished(report));
  }

  @Override
  public void epochFinished(EpochReport report) {
    all.forEach(each -> each.epochFinished(report));
  }

  @Override
  public void testFinished(long round, Map<String, Double> figures) {
    all.forEach(each -> each.testFinished(round, figures));
  }
}
