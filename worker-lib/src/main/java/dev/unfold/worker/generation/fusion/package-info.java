/**
 * Language models in a search of sequences: what they say about its prefixes, and its part in their
 * score (shallow fusion).
 *
 * <p>Imports: {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.generation.fusion;
