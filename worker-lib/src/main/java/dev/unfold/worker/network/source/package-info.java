/**
 * Heads over the steps of the source of a chunk, which targets are aligned with: connectionist
 * temporal classification, and posteriors of the states of hidden Markov models.
 *
 * <p>Imports: {@code worker.network.alignment}, {@code worker.network.head}, {@code
 * worker.network.hmm}, {@code worker.network.layer}, {@code worker.network.output}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.settings.network}, {@code
 * worker.tensor}.
 */
package dev.unfold.worker.network.source;
