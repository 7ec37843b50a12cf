/**
 * Conditional random fields over the tags of a sequence: sums over paths of tags, the best path,
 * and the output layer.
 *
 * <p>Imports: {@code worker.network.head}, {@code worker.network.layer}, {@code
 * worker.network.output}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.settings.validation}, {@code worker.tensor}.
 */
package dev.unfold.worker.network.crf;
