/**
 * The columns of predictions: the output, and the values that are written for each prediction.
 *
 * <p>Imports: {@code driver.storage.file}, {@code worker.prediction}, {@code worker.sequence},
 * {@code worker.sequence.example}, {@code worker.settings.corpus}, {@code
 * worker.settings.validation}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code
 * scala.collection}.
 */
package dev.unfold.driver.prediction.column;
