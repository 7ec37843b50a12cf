/**
 * Layers that map each step by itself.
 *
 * <p>Imports: {@code worker.network.layer}, {@code worker.parameters}, {@code worker.sequence},
 * {@code worker.settings.network}, {@code worker.tensor}.
 */
package dev.unfold.worker.network.feedforward;
