/**
 * Output layers that in training compare each target with some of the other classes, the negatives,
 * instead of with all of them.
 *
 * <p>Imports: {@code worker.network.head}, {@code worker.network.layer}, {@code
 * worker.network.output}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.settings.network}, {@code worker.tensor}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.network.negative;
