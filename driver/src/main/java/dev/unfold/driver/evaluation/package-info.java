/**
 * Evaluation of a model over a corpus, in Spark.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.audio}, {@code driver.corpus.example},
 * {@code driver.corpus.example.sharding}, {@code driver.corpus.text}, {@code driver.execution},
 * {@code driver.storage.fs}, {@code worker.evaluation}, {@code worker.generation.text}, {@code
 * worker.model}, {@code worker.prediction}, {@code worker.sequence}, {@code worker.sequence.batch},
 * {@code worker.settings}, {@code worker.settings.corpus}, {@code worker.tensor.gemm}, {@code
 * org.apache.spark}, {@code org.slf4j}.
 */
package dev.unfold.driver.evaluation;
