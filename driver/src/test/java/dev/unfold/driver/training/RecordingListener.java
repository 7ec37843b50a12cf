package dev.unfold.driver.training;

import java.util.ArrayList;
import java.util.List;

/** Records the reports of a run. */
public final class RecordingListener implements TrainingListener {
  private final List<RoundSummary> rounds = new ArrayList<>();
  private final List<EpochSummary> epochs = new ArrayList<>();
  private final List<ValidationSummary> validations = new ArrayList<>();

  @Override
  public void roundFinished(RoundSummary summary) {
    rounds.add(summary);
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    epochs.add(summary);
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    validations.add(summary);
  }

  /** Returns the validations within epochs. */
  public List<ValidationSummary> validations() {
    return validations;
  }

  public List<RoundSummary> rounds() {
    return rounds;
  }

  public List<EpochSummary> epochs() {
    return epochs;
  }
}
