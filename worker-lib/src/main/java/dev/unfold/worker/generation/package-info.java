/**
 * Decoding of sequences with a model, sampling of tokens, and rules for the tokens that are
 * allowed.
 *
 * <p>Imports: {@code worker.generation.fusion}, {@code worker.network}, {@code
 * worker.network.alignment}, {@code worker.network.hmm}, {@code worker.network.layer}, {@code
 * worker.network.output}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.tensor}, {@code worker.tensor.gemm}, {@code worker.tensor.memory}.
 */
package dev.unfold.worker.generation;
