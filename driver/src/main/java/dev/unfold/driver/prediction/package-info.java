/**
 * Predictions of a model over tables, row by row, in Spark.
 *
 * <p>Two passes: the first counts the rows and finds those that cannot be read, so that a fault of
 * the table is told before anything is predicted; the second predicts and writes. Tasks go over
 * their rows window by window, and no process holds a table.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.example}, {@code driver.corpus.row},
 * {@code driver.corpus.source}, {@code driver.corpus.table}, {@code driver.corpus.table.format},
 * {@code driver.execution}, {@code driver.model}, {@code driver.storage.file}, {@code
 * worker.model}, {@code worker.prediction}, {@code worker.sequence}, {@code
 * worker.sequence.example}, {@code worker.settings.corpus}, {@code worker.settings.validation},
 * {@code worker.tensor.gemm}, {@code com.fasterxml.jackson}, {@code org.apache.hadoop}, {@code
 * org.apache.spark}, {@code org.slf4j}, {@code scala}, {@code scala.collection}.
 */
package dev.unfold.driver.prediction;
