/**
 * Predictions of a model over tables, row by row, in Spark.
 *
 * <p>There are two passes. The first counts the rows and finds those that cannot be read, so that
 * faults of the table are reported before anything is predicted. The second predicts and writes.
 * Tasks read their rows window by window, and no process holds a whole table in memory.
 *
 * <p>Imports: {@code driver.corpus.query}, {@code driver.corpus.row}, {@code driver.corpus.source},
 * {@code driver.corpus.table}, {@code driver.corpus.table.format}, {@code driver.execution}, {@code
 * driver.prediction.column}, {@code driver.prediction.format}, {@code driver.prediction.sequence},
 * {@code driver.storage.file}, {@code driver.storage.fs}, {@code worker.error}, {@code
 * worker.model}, {@code worker.prediction}, {@code worker.sequence}, {@code
 * worker.sequence.example}, {@code worker.sequence.row}, {@code worker.settings.corpus}, {@code
 * worker.settings.validation}, {@code worker.tensor.gemm}, {@code org.apache.hadoop}, {@code
 * org.apache.spark}, {@code org.slf4j}, {@code scala}, {@code scala.collection}.
 */
package dev.unfold.driver.prediction;
