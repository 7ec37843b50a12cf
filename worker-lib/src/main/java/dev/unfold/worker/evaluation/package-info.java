/**
 * Evaluation of a model: losses over lanes with carried state, and the metrics of its targets.
 *
 * <p>Imports: {@code worker.evaluation.metric}, {@code worker.generation}, {@code worker.network},
 * {@code worker.network.output}, {@code worker.sequence}, {@code worker.sequence.example}, {@code
 * worker.settings}, {@code worker.settings.corpus}, {@code worker.settings.validation}, {@code
 * worker.tensor.gemm}.
 */
package dev.unfold.worker.evaluation;
