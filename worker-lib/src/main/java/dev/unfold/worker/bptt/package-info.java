/**
 * Truncated BPTT over the chunks of a shard: the work of one worker in one round.
 *
 * <p>Imports: {@code worker.network}, {@code worker.network.layer}, {@code worker.network.output},
 * {@code worker.optimizer}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.settings.training}, {@code worker.tensor}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.bptt;
