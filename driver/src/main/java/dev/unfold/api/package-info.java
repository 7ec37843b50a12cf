/**
 * The public interface of Unfold for Java programs: to train, resume and retrain models, and to
 * evaluate, predict and generate with them.
 *
 * <p>{@link dev.unfold.api.Unfold} is the entry. This package, {@code dev.unfold.ml} and {@code
 * dev.unfold.worker.error} are the only ones that programs may rely on; every other package may
 * change at any time.
 *
 * <p>Imports: {@code driver.configuration}, {@code driver.corpus.query}, {@code driver.execution},
 * {@code driver.model}, {@code driver.operation}, {@code driver.prediction}, {@code
 * driver.prediction.column}, {@code driver.retraining}, {@code driver.training}, {@code
 * driver.training.outcome}, {@code driver.training.state}, {@code worker.error}, {@code
 * worker.evaluation}, {@code worker.generation.text}, {@code worker.model}, {@code worker.network},
 * {@code worker.parameters}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.training}, {@code worker.settings.validation}, {@code org.apache.hadoop}, {@code
 * org.apache.spark}.
 */
package dev.unfold.api;
