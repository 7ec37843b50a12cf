/**
 * Regularization of layers in training: dropped weights, and penalties of activations.
 *
 * <p>Imports: {@code worker.network.layer}, {@code worker.parameters}, {@code worker.sequence},
 * {@code worker.tensor}.
 */
package dev.unfold.worker.network.regularization;
