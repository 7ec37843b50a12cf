package dev.unfold.api;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.ValidationSummary;

/**
 * Forwards the events of training to the listener of a program.
 *
 * @param listener the listener of the program
 */
record ForwardedEvents(RunListener listener) implements TrainingListener {
  @Override
  public void roundFinished(RoundSummary summary) {
    listener.roundFinished(
        new RunListener.FinishedRound(
            summary.round(),
            summary.epoch(),
            summary.loss(),
            summary.learningRate(),
            summary.targetsPerSecond()));
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    listener.epochFinished(
        new RunListener.FinishedEpoch(
            summary.epoch(),
            summary.trainLoss(),
            summary.validation(),
            summary.best(),
            summary.seconds()));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    listener.validationFinished(
        new RunListener.FinishedValidation(
            summary.round(), summary.epoch(), summary.validation(), summary.best()));
  }
}
