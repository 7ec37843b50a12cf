/**
 * Recurrent layers: cells, which hold the equations, and the one layer that runs any of them over
 * the steps of a chunk.
 *
 * <p>Imports: {@code worker.network.layer}, {@code worker.network.regularization}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code worker.tensor}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.network.recurrent;
