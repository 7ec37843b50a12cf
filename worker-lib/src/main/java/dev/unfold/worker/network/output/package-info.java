/**
 * The outputs of networks: what they say about a target, and what follows from them. Scorers,
 * generators, samplers and predictors all decide by it.
 *
 * <p>Imports: {@code worker.tensor}.
 */
package dev.unfold.worker.network.output;
