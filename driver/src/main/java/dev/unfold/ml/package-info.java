/**
 * Estimators and models for the pipelines of Spark ML.
 *
 * <p>Programs may rely on this package, like on {@code dev.unfold.api}. Its classes train with
 * {@code dev.unfold.api} and predict with {@code driver.prediction}.
 *
 * <p>Imports: {@code api}, {@code driver.configuration}, {@code driver.corpus.query}, {@code
 * driver.model}, {@code driver.operation}, {@code driver.prediction}, {@code
 * driver.prediction.column}, {@code driver.prediction.stream}, {@code driver.storage.commit},
 * {@code driver.storage.file}, {@code driver.storage.fs}, {@code driver.store}, {@code ml.column},
 * {@code ml.param}, {@code worker.file}, {@code worker.generation}, {@code worker.model}, {@code
 * worker.network}, {@code worker.parameters}, {@code worker.prediction}, {@code worker.sequence},
 * {@code worker.sequence.example}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.validation}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code scala}.
 */
package dev.unfold.ml;
