/**
 * The training loop: rounds of shards over the cluster, averaging, checkpoints, validation.
 *
 * <p>{@link dev.unfold.driver.training.TrainingRun} owns a run, {@link
 * dev.unfold.driver.training.RunPreparation} makes it ready; {@link
 * dev.unfold.driver.training.TrainingLoop} is the loop; {@link
 * dev.unfold.driver.training.RoundRunner} is one round.
 */
package dev.unfold.driver.training;
