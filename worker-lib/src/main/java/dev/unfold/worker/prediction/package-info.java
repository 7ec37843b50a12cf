/**
 * Models over tables, and predictions for examples without targets: classes, sets, numbers and
 * sequences, of whole examples or step by step.
 *
 * <p>The prediction for an example depends on that example alone: the length of a batch and its
 * number of lanes depend on the length of its examples, not on their number.
 *
 * <p>Imports: {@code worker.error}, {@code worker.generation}, {@code worker.generation.fusion},
 * {@code worker.generation.text}, {@code worker.model}, {@code worker.network}, {@code
 * worker.network.hmm}, {@code worker.network.layer}, {@code worker.network.output}, {@code
 * worker.sequence}, {@code worker.sequence.batch}, {@code worker.sequence.example}, {@code
 * worker.sequence.segment}, {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.validation}, {@code worker.tensor.gemm}, {@code worker.tensor.memory}.
 */
package dev.unfold.worker.prediction;
