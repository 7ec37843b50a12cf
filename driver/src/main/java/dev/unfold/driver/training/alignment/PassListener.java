package dev.unfold.driver.training.alignment;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.ValidationSummary;

/**
 * Reports the run of a pass as a part of the whole training: its rounds and epochs follow those of
 * the passes before.
 *
 * @param rounds the number of rounds of the passes before
 * @param epochs the number of epochs of the passes before
 * @param all the number of epochs of as many passes as there may be
 */
record PassListener(TrainingListener listener, long rounds, int epochs, int all)
    implements TrainingListener {
  @Override
  public void roundFinished(RoundSummary summary) {
    listener.roundFinished(
        new RoundSummary(
            rounds + summary.round(),
            epochs + summary.epoch(),
            all,
            summary.chunk(),
            summary.chunksPerEpoch(),
            summary.loss(),
            summary.targets(),
            summary.excludedShards(),
            summary.excludedTargets(),
            summary.learningRate(),
            summary.gradientNorm(),
            summary.targetsPerSecond()));
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    listener.epochFinished(
        new EpochSummary(
            epochs + summary.epoch(),
            rounds + summary.round(),
            summary.trainLoss(),
            summary.validation(),
            summary.unaveraged(),
            summary.learningRate(),
            summary.excludedTargets(),
            summary.best(),
            summary.seconds()));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    listener.validationFinished(
        new ValidationSummary(
            epochs + summary.epoch(),
            rounds + summary.round(),
            summary.validation(),
            summary.unaveraged(),
            summary.learningRate(),
            summary.best()));
  }
}
