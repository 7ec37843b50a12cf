package dev.unfold.api;

import dev.unfold.driver.training.EpochReport;
import dev.unfold.driver.training.RoundReport;
import dev.unfold.driver.training.TrainingListener;

/**
 * Forwards the events of training to the listener of a program.
 *
 * @param listener the listener of the program
 */
record ForwardedEvents(RunListener listener) implements TrainingListener {
  @Override
  public void roundFinished(RoundReport report) {
    listener.roundFinished(
        new RunListener.FinishedRound(
            report.round(),
            report.epoch(),
            report.loss(),
            report.learningRate(),
            report.targetsPerSecond()));
  }

  @Override
  public void epochFinished(EpochReport report) {
    listener.epochFinished(
        new RunListener.FinishedEpoch(
            report.epoch(),
            report.trainLoss(),
            report.validation(),
            report.best(),
            report.seconds()));
  }
}
