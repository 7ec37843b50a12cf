/**
 * The columns of predictions, scores and forecasts: their names, types and values, in written
 * tables and in datasets.
 *
 * <p>Imports: {@code driver.storage.file}, {@code worker.prediction}, {@code worker.sequence},
 * {@code worker.sequence.example}, {@code worker.settings.corpus}, {@code
 * worker.settings.validation}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code
 * scala.collection}.
 */
package dev.unfold.driver.prediction.column;
