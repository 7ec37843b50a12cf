/**
 * Benchmarks of this machine: training steps of a network and matrix products, measured in one
 * process on one thread.
 *
 * <p>Imports: {@code worker.generation}, {@code worker.generation.text}, {@code worker.network},
 * {@code worker.network.layer}, {@code worker.optimizer}, {@code worker.parameters}, {@code
 * worker.sequence}, {@code worker.settings.network}, {@code worker.settings.training}, {@code
 * worker.settings.validation}, {@code worker.tensor}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.benchmark;
