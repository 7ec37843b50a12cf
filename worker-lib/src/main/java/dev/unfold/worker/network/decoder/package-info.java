/**
 * Decoders, and the encoders of their source, which is a sequence or a vector.
 *
 * <p>Imports: {@code worker.network.attention}, {@code worker.network.head}, {@code
 * worker.network.layer}, {@code worker.network.output}, {@code worker.network.stack}, {@code
 * worker.network.start}, {@code worker.parameters}, {@code worker.sequence}, {@code worker.tensor}.
 */
package dev.unfold.worker.network.decoder;
