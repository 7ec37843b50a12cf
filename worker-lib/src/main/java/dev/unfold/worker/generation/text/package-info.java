/**
 * Language models of text and audio, which draw one token after the other, with rules of what may
 * be drawn.
 *
 * <p>Imports: {@code worker.error}, {@code worker.generation}, {@code worker.model}, {@code
 * worker.network}, {@code worker.network.layer}, {@code worker.network.output}, {@code
 * worker.sequence}, {@code worker.sequence.audio}, {@code worker.sequence.subword}, {@code
 * worker.settings.corpus}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.generation.text;
