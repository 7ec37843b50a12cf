package dev.unfold.driver.training.outcome;

/**
 * Training ended for a reason that lies in the corpus and the settings: as long as they stay as
 * they are, another try ends in the same way. The message says what to change.
 */
public sealed class UntrainableException extends TrainingException permits DivergedException {
  private static final long serialVersionUID = 1L;

  public UntrainableException(String message) {
    super(message);
  }
}
