/**
 * Layers that see a limited number of steps of their input.
 *
 * <p>Imports: {@code worker.network.feedforward}, {@code worker.network.layer}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.settings.network}, {@code
 * worker.tensor}.
 */
package dev.unfold.worker.network.convolution;
