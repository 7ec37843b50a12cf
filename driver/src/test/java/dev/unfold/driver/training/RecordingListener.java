package dev.unfold.driver.training;

import java.util.ArrayList;
import java.util.List;

/** Records the reports of a run. */
public final class RecordingListener implements TrainingListener {
  private final List<RoundReport> rounds = new ArrayList<>();
  private final List<EpochReport> epochs = new ArrayList<>();

  @Override
  public void roundFinished(RoundReport report) {
    rounds.add(report);
  }

  @Override
  public void epochFinished(EpochReport report) {
    epochs.add(report);
  }

  public List<RoundReport> rounds() {
    return rounds;
  }

  public List<EpochReport> epochs() {
    return epochs;
  }
}
