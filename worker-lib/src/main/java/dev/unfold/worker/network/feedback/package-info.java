/**
 * Recurrence through the output: the outputs of the previous step as a part of the input.
 *
 * <p>Imports: {@code worker.network.layer}, {@code worker.sequence}, {@code worker.tensor}.
 */
package dev.unfold.worker.network.feedback;
