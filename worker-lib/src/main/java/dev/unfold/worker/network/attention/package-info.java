/**
 * Attention of a decoder over the outputs of an encoder, for all steps of a chunk at a time.
 *
 * <p>Imports: {@code worker.network.feedforward}, {@code worker.network.layer}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.settings.network}, {@code
 * worker.tensor}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.network.attention;
