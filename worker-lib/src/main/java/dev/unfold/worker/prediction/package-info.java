/**
 * Predictions for examples without targets: classes, sets, numbers and sequences.
 *
 * <p>The prediction for an example depends on that example alone: the length of a batch and its
 * number of lanes depend on the length of its examples, not on their number.
 */
package dev.unfold.worker.prediction;
