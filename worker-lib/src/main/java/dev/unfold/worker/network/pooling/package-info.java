/**
 * Pooling layers, which reduce a sequence to one vector: their output at its last step.
 *
 * <p>Imports: {@code worker.network.layer}, {@code worker.sequence}, {@code worker.tensor}.
 */
package dev.unfold.worker.network.pooling;
