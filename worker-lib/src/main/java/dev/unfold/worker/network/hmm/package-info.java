/**
 * Hidden Markov models of words over the outputs of a network: their states, their parameters, the
 * sequences of words that are possible, and the most probable paths.
 *
 * <p>Imports: {@code worker.network.output}, {@code worker.parameters}, {@code worker.sequence},
 * {@code worker.settings.network}, {@code worker.settings.validation}.
 */
package dev.unfold.worker.network.hmm;
