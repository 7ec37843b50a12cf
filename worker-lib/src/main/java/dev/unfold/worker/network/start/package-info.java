/**
 * The initial states of recurrent layers that are computed from a source, or from inputs that are
 * the same in a sequence.
 *
 * <p>Imports: {@code worker.network.feedforward}, {@code worker.network.layer}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.settings.network}, {@code
 * worker.tensor}.
 */
package dev.unfold.worker.network.start;
